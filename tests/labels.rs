//! Every label of the mock scans: drawn in each format and size, then read back by a barcode reader that we did not write.
//!
//! The PDF is drawn by `hayro`. The ZPL is drawn by the npm package `zpl-renderer-js`: `npm install` in `tests/support/zpl`, or
//! point `ARRIERO_ZPL_RENDERER` at another folder that has it under `node_modules`; without it (and without `node`) that
//! part is skipped, unless `ARRIERO_NO_SKIP=1`. With `ARRIERO_LABELS=FOLDER` the papers are kept there, to look at.
#![expect(
    clippy::explicit_write,
    clippy::float_arithmetic,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, in its helpers too; a scale is a float; a skip is told past the capture"
)]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use arriero::carrier::Carrier as _;
use arriero::mock::MockCarrier;
use arriero::model::{
    Address, Cod, Country, Destination, Document, Format, Handover, Label, LabelRequest, LabelSize,
    LabelSpec, Parcel, PointDestination, PurchaseKey, Reference, ReferenceKind, ReturnLabelRequest,
    ReturnParcel, Service, ServicePoint, Shipment, Signature, Weight,
};
use rxing::BarcodeFormat;

const SIZES: [LabelSize; 4] = [LabelSize::A6, LabelSize::FourBySix, LabelSize::A5, LabelSize::A4];

fn millimetres(size: LabelSize) -> (f64, f64) {
    match size {
        LabelSize::A6 => (105.0, 148.0),
        LabelSize::FourBySix => (101.6, 152.4),
        LabelSize::A5 => (148.0, 210.0),
        LabelSize::A4 => (210.0, 297.0),
        other => panic!("{other:?} has no measures here"),
    }
}

fn shop() -> Address {
    let mut shop = Address::new(Country::ES)
        .with_company("Librería El Arriero, S.L.")
        .with_line("Calle de la Constitución")
        .with_city("28013", "Madrid");
    shop.house_number = Some("14".into());
    shop
}

fn ana() -> Address {
    Address::new(Country::PT)
        .with_name("Ana Conceição Reis")
        .with_line("Rua Augusta 12, 3.º Esq.")
        .with_city("1100-048", "Lisboa")
}

/// Names and streets as long as real ones get, and longer.
fn long() -> Address {
    Address::new(Country::ES)
        .with_name("María de los Ángeles Fernández-Cavada y Gutiérrez de la Concha Echeverría")
        .with_company("Sociedad Cooperativa Andaluza de Transformación Agroalimentaria del Guadalquivir")
        .with_line("Urbanización Residencial Nuestra Señora del Perpetuo Socorro, Bloque 14, Escalera Izquierda")
        .with_line("Piso Decimosegundo, Puerta B (entrada por el aparcamiento subterráneo de la calle trasera)")
        .with_line("Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft")
        .with_city("41500", "Alcalá de Guadaíra de la Santísima Trinidad")
}

fn tokyo() -> Address {
    Address::new(Country::parse("JP").unwrap())
        .with_name("山田 太郎")
        .with_line("千代田区丸の内 1-1 ^XZ~JA_\\")
        .with_city("100-0005", "東京")
}

fn point() -> Destination {
    let mut point = ServicePoint::new("PT-7781", ana());
    point.name = Some("Papelaria Baixa".into());
    let to = PointDestination { point, recipient: ana(), member_no: None };
    Destination::Point(Box::new(to))
}

fn mock() -> MockCarrier {
    MockCarrier::builder("sierra")
        .name("Sierra Exprés")
        .service(Service::new("24h", "Sierra 24 Península y Portugal"), 1)
        .clock("2026-11-24T10:00:00+01:00".parse().unwrap())
        .build()
        .unwrap()
}

fn shipment(to: impl Into<Destination>, parcels: u32) -> Shipment {
    let parcels = (1..=parcels).map(|nth| Parcel::new(Weight::from_grams(750 * nth)));
    Shipment::new(shop(), to, parcels.collect())
}

fn key() -> PurchaseKey {
    "7d444840-9dc0-41d1-b245-5ffdce74fad2".parse().unwrap()
}

async fn buy(shipment: Shipment, spec: LabelSpec) -> Label {
    let ship_on = "2026-11-24".parse().unwrap();
    let mut request = LabelRequest::new(key(), shipment, "24h", ship_on);
    request.label = spec;
    request.references =
        vec![Reference { kind: ReferenceKind::Order, value: "2026-0815 / Ñandú".into() }];
    let mock = mock();
    mock.buy_label(&mock.prepare_label(request).unwrap()).await.unwrap()
}

fn spec(format: Format, size: LabelSize, dpi: Option<u16>) -> LabelSpec {
    let mut spec = LabelSpec::of(format);
    (spec.size, spec.dpi) = (size, dpi);
    spec
}

/// The shipments that are drawn: ordinary, long, far away, to a point, with everything, in several parcels.
fn shipments() -> Vec<(&'static str, Shipment)> {
    let mut full = shipment(ana(), 1);
    full.options.cod = Some(Cod::new("125.00 EUR".parse().unwrap()));
    full.options.signature = Some(Signature::Direct);
    full.options.saturday = true;
    full.options.instructions =
        Some("Ring twice; the dog is friendly. Leave it with the porter.".into());
    let mut far = shipment(long(), 1);
    far.from = long();
    vec![
        ("plain", shipment(ana(), 1)),
        ("long", far),
        ("tokyo", shipment(tokyo(), 1)),
        ("point", shipment(point(), 1)),
        ("full", full),
        ("three", shipment(ana(), 3)),
    ]
}

/// What is drawn in each format: every shipment on the usual label, and a short and a long one on every size.
fn drawn() -> Vec<(&'static str, Shipment, LabelSize)> {
    let mut all = Vec::new();
    for (name, shipment) in shipments() {
        let sizes: &[_] = if matches!(name, "plain" | "long") { &SIZES } else { &SIZES[..1] };
        all.extend(sizes.iter().map(|size| (name, shipment.clone(), *size)));
    }
    all
}

/// A grey picture.
struct Picture {
    luma: Vec<u8>,
    width: u32,
    height: u32,
}

impl Picture {
    fn of_png(bytes: &[u8]) -> Self {
        let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
        decoder.set_transformations(png::Transformations::normalize_to_color8());
        let mut reader = decoder.read_info().unwrap();
        let mut data = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut data).unwrap();
        let luma = data.chunks(info.color_type.samples()).map(|pixel| pixel[0]).collect();
        Self { luma, width: info.width, height: info.height }
    }

    fn read(&self, format: BarcodeFormat) -> Result<String, String> {
        rxing::helpers::detect_in_luma(self.luma.clone(), self.width, self.height, Some(format))
            .map(|code| code.getText().to_owned())
            .map_err(|error| error.to_string())
    }
}

/// The pages of a PDF at about 203 dots per inch.
fn pages(pdf: &[u8]) -> Vec<Picture> {
    let pdf = hayro::hayro_syntax::Pdf::new(pdf.to_vec()).unwrap();
    let (settings, render) = Default::default();
    let pages = hayro::render_pdf(&pdf, 203.0 / 72.0, settings, &render, None).unwrap();
    let picture = |page: hayro::vello_cpu::Pixmap| Picture {
        luma: page.data_as_u8_slice().chunks(4).map(|pixel| pixel[0]).collect(),
        width: page.width().into(),
        height: page.height().into(),
    };
    pages.into_iter().map(picture).collect()
}

fn bytes(document: &Document) -> &[u8] {
    document.payload.bytes().unwrap()
}

/// Keeps a paper to look at, where somebody asks for it.
fn keep(name: &str, bytes: &[u8]) {
    if let Some(folder) = std::env::var_os("ARRIERO_LABELS") {
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(Path::new(&folder).join(name), bytes).unwrap();
    }
}

fn numbers(label: &Label) -> Vec<String> {
    label.parcels.iter().map(|parcel| parcel.tracking_number.clone().unwrap()).collect()
}

fn assert_scans(name: &str, pictures: &[Picture], label: &Label) {
    let read: Vec<_> =
        pictures.iter().map(|picture| picture.read(BarcodeFormat::CODE_128)).collect();
    let wanted: Vec<_> = numbers(label).into_iter().map(Ok).collect();
    assert_eq!(read, wanted, "{name}");
}

#[tokio::test]
async fn every_png_decodes_to_its_tracking_number() {
    for (name, shipment, size) in drawn() {
        let label = buy(shipment, spec(Format::Png, size, None)).await;
        let pictures: Vec<_> =
            label.documents.iter().map(|paper| Picture::of_png(bytes(paper))).collect();
        for (nth, paper) in label.documents.iter().enumerate() {
            keep(&format!("{name}-{size:?}-{nth}.png"), bytes(paper));
        }
        assert_scans(&format!("{name} {size:?}"), &pictures, &label);
    }
}

#[tokio::test]
async fn every_pdf_decodes_to_its_tracking_number() {
    for (name, shipment, size) in drawn() {
        let label = buy(shipment, spec(Format::Pdf, size, None)).await;
        let pdf = bytes(&label.documents[0]);
        keep(&format!("{name}-{size:?}.pdf"), pdf);
        assert_scans(&format!("{name} {size:?}"), &pages(pdf), &label);
    }
}

#[tokio::test]
async fn a_finer_printer_gets_more_dots_of_the_same_label() {
    for (dpi, width) in [(None, 839), (Some(300), 1_240), (Some(600), 2_480)] {
        let label = buy(shipment(ana(), 1), spec(Format::Png, LabelSize::A6, dpi)).await;
        let picture = Picture::of_png(bytes(&label.documents[0]));
        assert_eq!(picture.width, width);
        assert_scans("A6", &[picture], &label);
    }
}

#[tokio::test]
async fn every_zpl_decodes_to_its_tracking_number() {
    let Some(renderer) = Renderer::find() else { return };
    let (mut jobs, mut labels) = (Vec::new(), Vec::new());
    for (name, shipment, size) in drawn() {
        // A finer printer needs no more than one shipment to prove it.
        let printers: &[_] =
            if name == "plain" { &[(None, 8), (Some(300), 12)] } else { &[(None, 8)] };
        for (dpi, dpmm) in printers.iter().copied() {
            let label = buy(shipment.clone(), spec(Format::Zpl, size, dpi)).await;
            let zpl = bytes(&label.documents[0]);
            keep(&format!("{name}-{size:?}-{dpmm}.zpl"), zpl);
            jobs.push(Job::new(zpl, size, dpmm));
            labels.push((format!("{name}-{size:?}-{dpmm}"), label));
        }
    }
    for (drawn, (name, label)) in renderer.draw(&jobs).iter().zip(labels) {
        for (nth, png) in drawn.iter().enumerate() {
            keep(&format!("{name}-{nth}.zpl.png"), png);
        }
        let pictures: Vec<_> = drawn.iter().map(|png| Picture::of_png(png)).collect();
        assert_scans(&name, &pictures, &label);
    }
}

#[tokio::test]
async fn a_return_label_goes_from_the_consumer_to_the_shop_and_scans() {
    let mock = mock();
    let ship_on = "2026-12-01".parse().unwrap();
    let parcels = vec![ReturnParcel::new(None)];
    let mut request = ReturnLabelRequest::new(key(), ana(), shop(), parcels, ship_on);
    request.label = LabelSpec::of(Format::Png);
    request.rma = Some("RMA-77".into());
    let label = mock.return_label(&mock.prepare_return(request).unwrap()).await.unwrap();
    keep("return.png", bytes(&label.documents[0]));
    assert_scans("return", &[Picture::of_png(bytes(&label.documents[0]))], &label);
}

#[tokio::test]
async fn a_return_code_for_the_counter_scans_in_every_format() {
    for format in [Format::Png, Format::Pdf, Format::Zpl] {
        let mock = mock();
        let ship_on = "2026-12-01".parse().unwrap();
        let parcels = vec![ReturnParcel::new(None)];
        let mut request = ReturnLabelRequest::new(key(), ana(), shop(), parcels, ship_on);
        (request.handover, request.label) = (Handover::Qr, LabelSpec::of(format));
        let label = mock.return_label(&mock.prepare_return(request).unwrap()).await.unwrap();
        let paper = bytes(&label.documents[0]);
        keep(&format!("code.{}", format.extension()), paper);
        let picture = match format {
            Format::Png => Picture::of_png(paper),
            Format::Pdf => pages(paper).remove(0),
            _ => {
                let Some(renderer) = Renderer::find() else { continue };
                let drawn = renderer.draw(&[Job::new(paper, LabelSize::A6, 8)]);
                keep("code.zpl.png", &drawn[0][0]);
                Picture::of_png(&drawn[0][0])
            }
        };
        assert_eq!(picture.read(BarcodeFormat::QR_CODE), Ok(label.id), "{format:?}");
    }
}

/// The ZPL renderer, where it is installed.
struct Renderer {
    folder: PathBuf,
}

impl Renderer {
    /// `None`, after saying so: it is not there and may be missing.
    fn find() -> Option<Self> {
        let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/support/zpl");
        let folder = std::env::var_os("ARRIERO_ZPL_RENDERER").map_or(here, PathBuf::from);
        let package = folder.join("node_modules/zpl-renderer-js").is_dir();
        let node =
            Command::new("node").arg("--version").output().is_ok_and(|ran| ran.status.success());
        if package && node {
            return Some(Self { folder });
        }
        let missing = if node { "zpl-renderer-js is not installed" } else { "node is missing" };
        let why = format!(
            "SKIPPED, the ZPL was not read back: {missing} (npm install in tests/support/zpl)"
        );
        let must = std::env::var("ARRIERO_NO_SKIP").is_ok_and(|value| value == "1");
        assert!(!must, "{why}");
        // Past the test runner's capture, so that a skip is seen.
        writeln!(std::io::stderr(), "{why}").unwrap();
        None
    }

    /// A picture of each label of each job.
    fn draw(&self, jobs: &[Job]) -> Vec<Vec<Vec<u8>>> {
        use base64::Engine as _;
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/support/zpl/render.cjs");
        let mut node = Command::new("node")
            .arg(script)
            .arg(&self.folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let input = serde_json::to_vec(jobs).unwrap();
        node.stdin.take().unwrap().write_all(&input).unwrap();
        let ran = node.wait_with_output().unwrap();
        assert!(ran.status.success(), "the ZPL renderer failed");
        let pictures: Vec<Vec<String>> = serde_json::from_slice(&ran.stdout).unwrap();
        let decode =
            |text: &String| base64::engine::general_purpose::STANDARD.decode(text).unwrap();
        pictures.iter().map(|labels| labels.iter().map(decode).collect()).collect()
    }
}

/// A ZPL file and the printer it is for.
#[derive(serde::Serialize)]
struct Job {
    zpl: String,
    width: f64,
    height: f64,
    dpmm: u8,
}

impl Job {
    fn new(zpl: &[u8], size: LabelSize, dpmm: u8) -> Self {
        let (width, height) = millimetres(size);
        Self { zpl: String::from_utf8(zpl.to_vec()).unwrap(), width, height, dpmm }
    }
}
