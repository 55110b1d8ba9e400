//! A carrier that sells at once.

use arriero::carrier::{
    Capabilities, Carrier, Prepared, PurchaseKind, PurchaseSafety, Result, Wire,
};
use arriero::model::{
    CarrierId, Document, DocumentKind, Format, Handle, Label, LabelRequest, Payload,
};
use async_trait::async_trait;

/// How long a label is.
const PAPER: usize = 20_000;

#[derive(Debug)]
pub(crate) struct AtOnce;

#[async_trait]
impl Carrier for AtOnce {
    fn id(&self) -> CarrierId {
        CarrierId::new("sierra").expect("a name")
    }

    fn capabilities(&self) -> Capabilities {
        let mut capabilities = Capabilities::default();
        capabilities.buy_label = true;
        capabilities
    }

    fn purchase_safety(&self, _: PurchaseKind) -> PurchaseSafety {
        PurchaseSafety::Blind
    }

    fn prepare_label(&self, request: LabelRequest) -> Result<Prepared<LabelRequest>> {
        let body = serde_json::to_vec(&request).unwrap_or_default();
        Ok(Prepared::bytes(request, Wire::new(1, "POST", "/labels", body)))
    }

    async fn buy_label(&self, prepared: &Prepared<LabelRequest>) -> Result<Label> {
        let token = prepared.request().key.token();
        let handle = Handle::of(self.id(), 1, &token).expect("a handle");
        let mut label = Label::new(token.clone(), handle);
        label.tracking_number = Some(token);
        let paper = Payload::Bytes(vec![b'%'; PAPER]);
        label.documents = vec![Document::new(DocumentKind::Label, Format::Pdf, paper)];
        Ok(label)
    }
}
