//! Written by `generate.py`; do not edit. Sources and versions: `ORIGIN.md`.

use super::{Facts, row};
use crate::model::Country;

#[rustfmt::skip]
pub(in crate::model) static COUNTRIES: [Facts; 250] = [
    row("AD", "AND", 376, "Andorra"),
    row("AE", "ARE", 971, "United Arab Emirates"),
    row("AF", "AFG", 93, "Afghanistan"),
    row("AG", "ATG", 1, "Antigua & Barbuda"),
    row("AI", "AIA", 1, "Anguilla"),
    row("AL", "ALB", 355, "Albania"),
    row("AM", "ARM", 374, "Armenia"),
    row("AO", "AGO", 244, "Angola"),
    row("AQ", "ATA", 0, "Antarctica"),
    row("AR", "ARG", 54, "Argentina"),
    row("AS", "ASM", 1, "American Samoa"),
    row("AT", "AUT", 43, "Austria"),
    row("AU", "AUS", 61, "Australia"),
    row("AW", "ABW", 297, "Aruba"),
    row("AX", "ALA", 358, "Åland Islands"),
    row("AZ", "AZE", 994, "Azerbaijan"),
    row("BA", "BIH", 387, "Bosnia & Herzegovina"),
    row("BB", "BRB", 1, "Barbados"),
    row("BD", "BGD", 880, "Bangladesh"),
    row("BE", "BEL", 32, "Belgium"),
    row("BF", "BFA", 226, "Burkina Faso"),
    row("BG", "BGR", 359, "Bulgaria"),
    row("BH", "BHR", 973, "Bahrain"),
    row("BI", "BDI", 257, "Burundi"),
    row("BJ", "BEN", 229, "Benin"),
    row("BL", "BLM", 590, "St. Barthélemy"),
    row("BM", "BMU", 1, "Bermuda"),
    row("BN", "BRN", 673, "Brunei"),
    row("BO", "BOL", 591, "Bolivia"),
    row("BQ", "BES", 599, "Caribbean Netherlands"),
    row("BR", "BRA", 55, "Brazil"),
    row("BS", "BHS", 1, "Bahamas"),
    row("BT", "BTN", 975, "Bhutan"),
    row("BV", "BVT", 0, "Bouvet Island"),
    row("BW", "BWA", 267, "Botswana"),
    row("BY", "BLR", 375, "Belarus"),
    row("BZ", "BLZ", 501, "Belize"),
    row("CA", "CAN", 1, "Canada"),
    row("CC", "CCK", 61, "Cocos (Keeling) Islands"),
    row("CD", "COD", 243, "Congo - Kinshasa"),
    row("CF", "CAF", 236, "Central African Republic"),
    row("CG", "COG", 242, "Congo - Brazzaville"),
    row("CH", "CHE", 41, "Switzerland"),
    row("CI", "CIV", 225, "Côte d’Ivoire"),
    row("CK", "COK", 682, "Cook Islands"),
    row("CL", "CHL", 56, "Chile"),
    row("CM", "CMR", 237, "Cameroon"),
    row("CN", "CHN", 86, "China"),
    row("CO", "COL", 57, "Colombia"),
    row("CR", "CRI", 506, "Costa Rica"),
    row("CU", "CUB", 53, "Cuba"),
    row("CV", "CPV", 238, "Cape Verde"),
    row("CW", "CUW", 599, "Curaçao"),
    row("CX", "CXR", 61, "Christmas Island"),
    row("CY", "CYP", 357, "Cyprus"),
    row("CZ", "CZE", 420, "Czechia"),
    row("DE", "DEU", 49, "Germany"),
    row("DJ", "DJI", 253, "Djibouti"),
    row("DK", "DNK", 45, "Denmark"),
    row("DM", "DMA", 1, "Dominica"),
    row("DO", "DOM", 1, "Dominican Republic"),
    row("DZ", "DZA", 213, "Algeria"),
    row("EC", "ECU", 593, "Ecuador"),
    row("EE", "EST", 372, "Estonia"),
    row("EG", "EGY", 20, "Egypt"),
    row("EH", "ESH", 212, "Western Sahara"),
    row("ER", "ERI", 291, "Eritrea"),
    row("ES", "ESP", 34, "Spain"),
    row("ET", "ETH", 251, "Ethiopia"),
    row("FI", "FIN", 358, "Finland"),
    row("FJ", "FJI", 679, "Fiji"),
    row("FK", "FLK", 500, "Falkland Islands"),
    row("FM", "FSM", 691, "Micronesia"),
    row("FO", "FRO", 298, "Faroe Islands"),
    row("FR", "FRA", 33, "France"),
    row("GA", "GAB", 241, "Gabon"),
    row("GB", "GBR", 44, "United Kingdom"),
    row("GD", "GRD", 1, "Grenada"),
    row("GE", "GEO", 995, "Georgia"),
    row("GF", "GUF", 594, "French Guiana"),
    row("GG", "GGY", 44, "Guernsey"),
    row("GH", "GHA", 233, "Ghana"),
    row("GI", "GIB", 350, "Gibraltar"),
    row("GL", "GRL", 299, "Greenland"),
    row("GM", "GMB", 220, "Gambia"),
    row("GN", "GIN", 224, "Guinea"),
    row("GP", "GLP", 590, "Guadeloupe"),
    row("GQ", "GNQ", 240, "Equatorial Guinea"),
    row("GR", "GRC", 30, "Greece"),
    row("GS", "SGS", 0, "South Georgia & South Sandwich Islands"),
    row("GT", "GTM", 502, "Guatemala"),
    row("GU", "GUM", 1, "Guam"),
    row("GW", "GNB", 245, "Guinea-Bissau"),
    row("GY", "GUY", 592, "Guyana"),
    row("HK", "HKG", 852, "Hong Kong"),
    row("HM", "HMD", 0, "Heard & McDonald Islands"),
    row("HN", "HND", 504, "Honduras"),
    row("HR", "HRV", 385, "Croatia"),
    row("HT", "HTI", 509, "Haiti"),
    row("HU", "HUN", 36, "Hungary"),
    row("ID", "IDN", 62, "Indonesia"),
    row("IE", "IRL", 353, "Ireland"),
    row("IL", "ISR", 972, "Israel"),
    row("IM", "IMN", 44, "Isle of Man"),
    row("IN", "IND", 91, "India"),
    row("IO", "IOT", 246, "British Indian Ocean Territory"),
    row("IQ", "IRQ", 964, "Iraq"),
    row("IR", "IRN", 98, "Iran"),
    row("IS", "ISL", 354, "Iceland"),
    row("IT", "ITA", 39, "Italy"),
    row("JE", "JEY", 44, "Jersey"),
    row("JM", "JAM", 1, "Jamaica"),
    row("JO", "JOR", 962, "Jordan"),
    row("JP", "JPN", 81, "Japan"),
    row("KE", "KEN", 254, "Kenya"),
    row("KG", "KGZ", 996, "Kyrgyzstan"),
    row("KH", "KHM", 855, "Cambodia"),
    row("KI", "KIR", 686, "Kiribati"),
    row("KM", "COM", 269, "Comoros"),
    row("KN", "KNA", 1, "St. Kitts & Nevis"),
    row("KP", "PRK", 850, "North Korea"),
    row("KR", "KOR", 82, "South Korea"),
    row("KW", "KWT", 965, "Kuwait"),
    row("KY", "CYM", 1, "Cayman Islands"),
    row("KZ", "KAZ", 7, "Kazakhstan"),
    row("LA", "LAO", 856, "Laos"),
    row("LB", "LBN", 961, "Lebanon"),
    row("LC", "LCA", 1, "St. Lucia"),
    row("LI", "LIE", 423, "Liechtenstein"),
    row("LK", "LKA", 94, "Sri Lanka"),
    row("LR", "LBR", 231, "Liberia"),
    row("LS", "LSO", 266, "Lesotho"),
    row("LT", "LTU", 370, "Lithuania"),
    row("LU", "LUX", 352, "Luxembourg"),
    row("LV", "LVA", 371, "Latvia"),
    row("LY", "LBY", 218, "Libya"),
    row("MA", "MAR", 212, "Morocco"),
    row("MC", "MCO", 377, "Monaco"),
    row("MD", "MDA", 373, "Moldova"),
    row("ME", "MNE", 382, "Montenegro"),
    row("MF", "MAF", 590, "St. Martin"),
    row("MG", "MDG", 261, "Madagascar"),
    row("MH", "MHL", 692, "Marshall Islands"),
    row("MK", "MKD", 389, "North Macedonia"),
    row("ML", "MLI", 223, "Mali"),
    row("MM", "MMR", 95, "Myanmar"),
    row("MN", "MNG", 976, "Mongolia"),
    row("MO", "MAC", 853, "Macao"),
    row("MP", "MNP", 1, "Northern Mariana Islands"),
    row("MQ", "MTQ", 596, "Martinique"),
    row("MR", "MRT", 222, "Mauritania"),
    row("MS", "MSR", 1, "Montserrat"),
    row("MT", "MLT", 356, "Malta"),
    row("MU", "MUS", 230, "Mauritius"),
    row("MV", "MDV", 960, "Maldives"),
    row("MW", "MWI", 265, "Malawi"),
    row("MX", "MEX", 52, "Mexico"),
    row("MY", "MYS", 60, "Malaysia"),
    row("MZ", "MOZ", 258, "Mozambique"),
    row("NA", "NAM", 264, "Namibia"),
    row("NC", "NCL", 687, "New Caledonia"),
    row("NE", "NER", 227, "Niger"),
    row("NF", "NFK", 672, "Norfolk Island"),
    row("NG", "NGA", 234, "Nigeria"),
    row("NI", "NIC", 505, "Nicaragua"),
    row("NL", "NLD", 31, "Netherlands"),
    row("NO", "NOR", 47, "Norway"),
    row("NP", "NPL", 977, "Nepal"),
    row("NR", "NRU", 674, "Nauru"),
    row("NU", "NIU", 683, "Niue"),
    row("NZ", "NZL", 64, "New Zealand"),
    row("OM", "OMN", 968, "Oman"),
    row("PA", "PAN", 507, "Panama"),
    row("PE", "PER", 51, "Peru"),
    row("PF", "PYF", 689, "French Polynesia"),
    row("PG", "PNG", 675, "Papua New Guinea"),
    row("PH", "PHL", 63, "Philippines"),
    row("PK", "PAK", 92, "Pakistan"),
    row("PL", "POL", 48, "Poland"),
    row("PM", "SPM", 508, "St. Pierre & Miquelon"),
    row("PN", "PCN", 0, "Pitcairn Islands"),
    row("PR", "PRI", 1, "Puerto Rico"),
    row("PS", "PSE", 970, "Palestinian Territories"),
    row("PT", "PRT", 351, "Portugal"),
    row("PW", "PLW", 680, "Palau"),
    row("PY", "PRY", 595, "Paraguay"),
    row("QA", "QAT", 974, "Qatar"),
    row("RE", "REU", 262, "Réunion"),
    row("RO", "ROU", 40, "Romania"),
    row("RS", "SRB", 381, "Serbia"),
    row("RU", "RUS", 7, "Russia"),
    row("RW", "RWA", 250, "Rwanda"),
    row("SA", "SAU", 966, "Saudi Arabia"),
    row("SB", "SLB", 677, "Solomon Islands"),
    row("SC", "SYC", 248, "Seychelles"),
    row("SD", "SDN", 249, "Sudan"),
    row("SE", "SWE", 46, "Sweden"),
    row("SG", "SGP", 65, "Singapore"),
    row("SH", "SHN", 290, "St. Helena"),
    row("SI", "SVN", 386, "Slovenia"),
    row("SJ", "SJM", 47, "Svalbard & Jan Mayen"),
    row("SK", "SVK", 421, "Slovakia"),
    row("SL", "SLE", 232, "Sierra Leone"),
    row("SM", "SMR", 378, "San Marino"),
    row("SN", "SEN", 221, "Senegal"),
    row("SO", "SOM", 252, "Somalia"),
    row("SR", "SUR", 597, "Suriname"),
    row("SS", "SSD", 211, "South Sudan"),
    row("ST", "STP", 239, "São Tomé & Príncipe"),
    row("SV", "SLV", 503, "El Salvador"),
    row("SX", "SXM", 1, "Sint Maarten"),
    row("SY", "SYR", 963, "Syria"),
    row("SZ", "SWZ", 268, "Eswatini"),
    row("TC", "TCA", 1, "Turks & Caicos Islands"),
    row("TD", "TCD", 235, "Chad"),
    row("TF", "ATF", 0, "French Southern Territories"),
    row("TG", "TGO", 228, "Togo"),
    row("TH", "THA", 66, "Thailand"),
    row("TJ", "TJK", 992, "Tajikistan"),
    row("TK", "TKL", 690, "Tokelau"),
    row("TL", "TLS", 670, "Timor-Leste"),
    row("TM", "TKM", 993, "Turkmenistan"),
    row("TN", "TUN", 216, "Tunisia"),
    row("TO", "TON", 676, "Tonga"),
    row("TR", "TUR", 90, "Türkiye"),
    row("TT", "TTO", 1, "Trinidad & Tobago"),
    row("TV", "TUV", 688, "Tuvalu"),
    row("TW", "TWN", 886, "Taiwan"),
    row("TZ", "TZA", 255, "Tanzania"),
    row("UA", "UKR", 380, "Ukraine"),
    row("UG", "UGA", 256, "Uganda"),
    row("UM", "UMI", 0, "U.S. Outlying Islands"),
    row("US", "USA", 1, "United States"),
    row("UY", "URY", 598, "Uruguay"),
    row("UZ", "UZB", 998, "Uzbekistan"),
    row("VA", "VAT", 39, "Vatican City"),
    row("VC", "VCT", 1, "St. Vincent & Grenadines"),
    row("VE", "VEN", 58, "Venezuela"),
    row("VG", "VGB", 1, "British Virgin Islands"),
    row("VI", "VIR", 1, "U.S. Virgin Islands"),
    row("VN", "VNM", 84, "Vietnam"),
    row("VU", "VUT", 678, "Vanuatu"),
    row("WF", "WLF", 681, "Wallis & Futuna"),
    row("WS", "WSM", 685, "Samoa"),
    row("XK", "XKX", 383, "Kosovo"),
    row("YE", "YEM", 967, "Yemen"),
    row("YT", "MYT", 262, "Mayotte"),
    row("ZA", "ZAF", 27, "South Africa"),
    row("ZM", "ZMB", 260, "Zambia"),
    row("ZW", "ZWE", 263, "Zimbabwe"),
];

#[allow(clippy::doc_markdown, reason = "McDonald is a name, not code")]
impl Country {
    /// Andorra.
    pub const AD: Self = Self::at(0);
    /// United Arab Emirates.
    pub const AE: Self = Self::at(1);
    /// Afghanistan.
    pub const AF: Self = Self::at(2);
    /// Antigua & Barbuda.
    pub const AG: Self = Self::at(3);
    /// Anguilla.
    pub const AI: Self = Self::at(4);
    /// Albania.
    pub const AL: Self = Self::at(5);
    /// Armenia.
    pub const AM: Self = Self::at(6);
    /// Angola.
    pub const AO: Self = Self::at(7);
    /// Antarctica.
    pub const AQ: Self = Self::at(8);
    /// Argentina.
    pub const AR: Self = Self::at(9);
    /// American Samoa.
    pub const AS: Self = Self::at(10);
    /// Austria.
    pub const AT: Self = Self::at(11);
    /// Australia.
    pub const AU: Self = Self::at(12);
    /// Aruba.
    pub const AW: Self = Self::at(13);
    /// Åland Islands.
    pub const AX: Self = Self::at(14);
    /// Azerbaijan.
    pub const AZ: Self = Self::at(15);
    /// Bosnia & Herzegovina.
    pub const BA: Self = Self::at(16);
    /// Barbados.
    pub const BB: Self = Self::at(17);
    /// Bangladesh.
    pub const BD: Self = Self::at(18);
    /// Belgium.
    pub const BE: Self = Self::at(19);
    /// Burkina Faso.
    pub const BF: Self = Self::at(20);
    /// Bulgaria.
    pub const BG: Self = Self::at(21);
    /// Bahrain.
    pub const BH: Self = Self::at(22);
    /// Burundi.
    pub const BI: Self = Self::at(23);
    /// Benin.
    pub const BJ: Self = Self::at(24);
    /// St. Barthélemy.
    pub const BL: Self = Self::at(25);
    /// Bermuda.
    pub const BM: Self = Self::at(26);
    /// Brunei.
    pub const BN: Self = Self::at(27);
    /// Bolivia.
    pub const BO: Self = Self::at(28);
    /// Caribbean Netherlands.
    pub const BQ: Self = Self::at(29);
    /// Brazil.
    pub const BR: Self = Self::at(30);
    /// Bahamas.
    pub const BS: Self = Self::at(31);
    /// Bhutan.
    pub const BT: Self = Self::at(32);
    /// Bouvet Island.
    pub const BV: Self = Self::at(33);
    /// Botswana.
    pub const BW: Self = Self::at(34);
    /// Belarus.
    pub const BY: Self = Self::at(35);
    /// Belize.
    pub const BZ: Self = Self::at(36);
    /// Canada.
    pub const CA: Self = Self::at(37);
    /// Cocos (Keeling) Islands.
    pub const CC: Self = Self::at(38);
    /// Congo - Kinshasa.
    pub const CD: Self = Self::at(39);
    /// Central African Republic.
    pub const CF: Self = Self::at(40);
    /// Congo - Brazzaville.
    pub const CG: Self = Self::at(41);
    /// Switzerland.
    pub const CH: Self = Self::at(42);
    /// Côte d’Ivoire.
    pub const CI: Self = Self::at(43);
    /// Cook Islands.
    pub const CK: Self = Self::at(44);
    /// Chile.
    pub const CL: Self = Self::at(45);
    /// Cameroon.
    pub const CM: Self = Self::at(46);
    /// China.
    pub const CN: Self = Self::at(47);
    /// Colombia.
    pub const CO: Self = Self::at(48);
    /// Costa Rica.
    pub const CR: Self = Self::at(49);
    /// Cuba.
    pub const CU: Self = Self::at(50);
    /// Cape Verde.
    pub const CV: Self = Self::at(51);
    /// Curaçao.
    pub const CW: Self = Self::at(52);
    /// Christmas Island.
    pub const CX: Self = Self::at(53);
    /// Cyprus.
    pub const CY: Self = Self::at(54);
    /// Czechia.
    pub const CZ: Self = Self::at(55);
    /// Germany.
    pub const DE: Self = Self::at(56);
    /// Djibouti.
    pub const DJ: Self = Self::at(57);
    /// Denmark.
    pub const DK: Self = Self::at(58);
    /// Dominica.
    pub const DM: Self = Self::at(59);
    /// Dominican Republic.
    pub const DO: Self = Self::at(60);
    /// Algeria.
    pub const DZ: Self = Self::at(61);
    /// Ecuador.
    pub const EC: Self = Self::at(62);
    /// Estonia.
    pub const EE: Self = Self::at(63);
    /// Egypt.
    pub const EG: Self = Self::at(64);
    /// Western Sahara.
    pub const EH: Self = Self::at(65);
    /// Eritrea.
    pub const ER: Self = Self::at(66);
    /// Spain.
    pub const ES: Self = Self::at(67);
    /// Ethiopia.
    pub const ET: Self = Self::at(68);
    /// Finland.
    pub const FI: Self = Self::at(69);
    /// Fiji.
    pub const FJ: Self = Self::at(70);
    /// Falkland Islands.
    pub const FK: Self = Self::at(71);
    /// Micronesia.
    pub const FM: Self = Self::at(72);
    /// Faroe Islands.
    pub const FO: Self = Self::at(73);
    /// France.
    pub const FR: Self = Self::at(74);
    /// Gabon.
    pub const GA: Self = Self::at(75);
    /// United Kingdom.
    pub const GB: Self = Self::at(76);
    /// Grenada.
    pub const GD: Self = Self::at(77);
    /// Georgia.
    pub const GE: Self = Self::at(78);
    /// French Guiana.
    pub const GF: Self = Self::at(79);
    /// Guernsey.
    pub const GG: Self = Self::at(80);
    /// Ghana.
    pub const GH: Self = Self::at(81);
    /// Gibraltar.
    pub const GI: Self = Self::at(82);
    /// Greenland.
    pub const GL: Self = Self::at(83);
    /// Gambia.
    pub const GM: Self = Self::at(84);
    /// Guinea.
    pub const GN: Self = Self::at(85);
    /// Guadeloupe.
    pub const GP: Self = Self::at(86);
    /// Equatorial Guinea.
    pub const GQ: Self = Self::at(87);
    /// Greece.
    pub const GR: Self = Self::at(88);
    /// South Georgia & South Sandwich Islands.
    pub const GS: Self = Self::at(89);
    /// Guatemala.
    pub const GT: Self = Self::at(90);
    /// Guam.
    pub const GU: Self = Self::at(91);
    /// Guinea-Bissau.
    pub const GW: Self = Self::at(92);
    /// Guyana.
    pub const GY: Self = Self::at(93);
    /// Hong Kong.
    pub const HK: Self = Self::at(94);
    /// Heard & McDonald Islands.
    pub const HM: Self = Self::at(95);
    /// Honduras.
    pub const HN: Self = Self::at(96);
    /// Croatia.
    pub const HR: Self = Self::at(97);
    /// Haiti.
    pub const HT: Self = Self::at(98);
    /// Hungary.
    pub const HU: Self = Self::at(99);
    /// Indonesia.
    pub const ID: Self = Self::at(100);
    /// Ireland.
    pub const IE: Self = Self::at(101);
    /// Israel.
    pub const IL: Self = Self::at(102);
    /// Isle of Man.
    pub const IM: Self = Self::at(103);
    /// India.
    pub const IN: Self = Self::at(104);
    /// British Indian Ocean Territory.
    pub const IO: Self = Self::at(105);
    /// Iraq.
    pub const IQ: Self = Self::at(106);
    /// Iran.
    pub const IR: Self = Self::at(107);
    /// Iceland.
    pub const IS: Self = Self::at(108);
    /// Italy.
    pub const IT: Self = Self::at(109);
    /// Jersey.
    pub const JE: Self = Self::at(110);
    /// Jamaica.
    pub const JM: Self = Self::at(111);
    /// Jordan.
    pub const JO: Self = Self::at(112);
    /// Japan.
    pub const JP: Self = Self::at(113);
    /// Kenya.
    pub const KE: Self = Self::at(114);
    /// Kyrgyzstan.
    pub const KG: Self = Self::at(115);
    /// Cambodia.
    pub const KH: Self = Self::at(116);
    /// Kiribati.
    pub const KI: Self = Self::at(117);
    /// Comoros.
    pub const KM: Self = Self::at(118);
    /// St. Kitts & Nevis.
    pub const KN: Self = Self::at(119);
    /// North Korea.
    pub const KP: Self = Self::at(120);
    /// South Korea.
    pub const KR: Self = Self::at(121);
    /// Kuwait.
    pub const KW: Self = Self::at(122);
    /// Cayman Islands.
    pub const KY: Self = Self::at(123);
    /// Kazakhstan.
    pub const KZ: Self = Self::at(124);
    /// Laos.
    pub const LA: Self = Self::at(125);
    /// Lebanon.
    pub const LB: Self = Self::at(126);
    /// St. Lucia.
    pub const LC: Self = Self::at(127);
    /// Liechtenstein.
    pub const LI: Self = Self::at(128);
    /// Sri Lanka.
    pub const LK: Self = Self::at(129);
    /// Liberia.
    pub const LR: Self = Self::at(130);
    /// Lesotho.
    pub const LS: Self = Self::at(131);
    /// Lithuania.
    pub const LT: Self = Self::at(132);
    /// Luxembourg.
    pub const LU: Self = Self::at(133);
    /// Latvia.
    pub const LV: Self = Self::at(134);
    /// Libya.
    pub const LY: Self = Self::at(135);
    /// Morocco.
    pub const MA: Self = Self::at(136);
    /// Monaco.
    pub const MC: Self = Self::at(137);
    /// Moldova.
    pub const MD: Self = Self::at(138);
    /// Montenegro.
    pub const ME: Self = Self::at(139);
    /// St. Martin.
    pub const MF: Self = Self::at(140);
    /// Madagascar.
    pub const MG: Self = Self::at(141);
    /// Marshall Islands.
    pub const MH: Self = Self::at(142);
    /// North Macedonia.
    pub const MK: Self = Self::at(143);
    /// Mali.
    pub const ML: Self = Self::at(144);
    /// Myanmar.
    pub const MM: Self = Self::at(145);
    /// Mongolia.
    pub const MN: Self = Self::at(146);
    /// Macao.
    pub const MO: Self = Self::at(147);
    /// Northern Mariana Islands.
    pub const MP: Self = Self::at(148);
    /// Martinique.
    pub const MQ: Self = Self::at(149);
    /// Mauritania.
    pub const MR: Self = Self::at(150);
    /// Montserrat.
    pub const MS: Self = Self::at(151);
    /// Malta.
    pub const MT: Self = Self::at(152);
    /// Mauritius.
    pub const MU: Self = Self::at(153);
    /// Maldives.
    pub const MV: Self = Self::at(154);
    /// Malawi.
    pub const MW: Self = Self::at(155);
    /// Mexico.
    pub const MX: Self = Self::at(156);
    /// Malaysia.
    pub const MY: Self = Self::at(157);
    /// Mozambique.
    pub const MZ: Self = Self::at(158);
    /// Namibia.
    pub const NA: Self = Self::at(159);
    /// New Caledonia.
    pub const NC: Self = Self::at(160);
    /// Niger.
    pub const NE: Self = Self::at(161);
    /// Norfolk Island.
    pub const NF: Self = Self::at(162);
    /// Nigeria.
    pub const NG: Self = Self::at(163);
    /// Nicaragua.
    pub const NI: Self = Self::at(164);
    /// Netherlands.
    pub const NL: Self = Self::at(165);
    /// Norway.
    pub const NO: Self = Self::at(166);
    /// Nepal.
    pub const NP: Self = Self::at(167);
    /// Nauru.
    pub const NR: Self = Self::at(168);
    /// Niue.
    pub const NU: Self = Self::at(169);
    /// New Zealand.
    pub const NZ: Self = Self::at(170);
    /// Oman.
    pub const OM: Self = Self::at(171);
    /// Panama.
    pub const PA: Self = Self::at(172);
    /// Peru.
    pub const PE: Self = Self::at(173);
    /// French Polynesia.
    pub const PF: Self = Self::at(174);
    /// Papua New Guinea.
    pub const PG: Self = Self::at(175);
    /// Philippines.
    pub const PH: Self = Self::at(176);
    /// Pakistan.
    pub const PK: Self = Self::at(177);
    /// Poland.
    pub const PL: Self = Self::at(178);
    /// St. Pierre & Miquelon.
    pub const PM: Self = Self::at(179);
    /// Pitcairn Islands.
    pub const PN: Self = Self::at(180);
    /// Puerto Rico.
    pub const PR: Self = Self::at(181);
    /// Palestinian Territories.
    pub const PS: Self = Self::at(182);
    /// Portugal.
    pub const PT: Self = Self::at(183);
    /// Palau.
    pub const PW: Self = Self::at(184);
    /// Paraguay.
    pub const PY: Self = Self::at(185);
    /// Qatar.
    pub const QA: Self = Self::at(186);
    /// Réunion.
    pub const RE: Self = Self::at(187);
    /// Romania.
    pub const RO: Self = Self::at(188);
    /// Serbia.
    pub const RS: Self = Self::at(189);
    /// Russia.
    pub const RU: Self = Self::at(190);
    /// Rwanda.
    pub const RW: Self = Self::at(191);
    /// Saudi Arabia.
    pub const SA: Self = Self::at(192);
    /// Solomon Islands.
    pub const SB: Self = Self::at(193);
    /// Seychelles.
    pub const SC: Self = Self::at(194);
    /// Sudan.
    pub const SD: Self = Self::at(195);
    /// Sweden.
    pub const SE: Self = Self::at(196);
    /// Singapore.
    pub const SG: Self = Self::at(197);
    /// St. Helena.
    pub const SH: Self = Self::at(198);
    /// Slovenia.
    pub const SI: Self = Self::at(199);
    /// Svalbard & Jan Mayen.
    pub const SJ: Self = Self::at(200);
    /// Slovakia.
    pub const SK: Self = Self::at(201);
    /// Sierra Leone.
    pub const SL: Self = Self::at(202);
    /// San Marino.
    pub const SM: Self = Self::at(203);
    /// Senegal.
    pub const SN: Self = Self::at(204);
    /// Somalia.
    pub const SO: Self = Self::at(205);
    /// Suriname.
    pub const SR: Self = Self::at(206);
    /// South Sudan.
    pub const SS: Self = Self::at(207);
    /// São Tomé & Príncipe.
    pub const ST: Self = Self::at(208);
    /// El Salvador.
    pub const SV: Self = Self::at(209);
    /// Sint Maarten.
    pub const SX: Self = Self::at(210);
    /// Syria.
    pub const SY: Self = Self::at(211);
    /// Eswatini.
    pub const SZ: Self = Self::at(212);
    /// Turks & Caicos Islands.
    pub const TC: Self = Self::at(213);
    /// Chad.
    pub const TD: Self = Self::at(214);
    /// French Southern Territories.
    pub const TF: Self = Self::at(215);
    /// Togo.
    pub const TG: Self = Self::at(216);
    /// Thailand.
    pub const TH: Self = Self::at(217);
    /// Tajikistan.
    pub const TJ: Self = Self::at(218);
    /// Tokelau.
    pub const TK: Self = Self::at(219);
    /// Timor-Leste.
    pub const TL: Self = Self::at(220);
    /// Turkmenistan.
    pub const TM: Self = Self::at(221);
    /// Tunisia.
    pub const TN: Self = Self::at(222);
    /// Tonga.
    pub const TO: Self = Self::at(223);
    /// Türkiye.
    pub const TR: Self = Self::at(224);
    /// Trinidad & Tobago.
    pub const TT: Self = Self::at(225);
    /// Tuvalu.
    pub const TV: Self = Self::at(226);
    /// Taiwan.
    pub const TW: Self = Self::at(227);
    /// Tanzania.
    pub const TZ: Self = Self::at(228);
    /// Ukraine.
    pub const UA: Self = Self::at(229);
    /// Uganda.
    pub const UG: Self = Self::at(230);
    /// U.S. Outlying Islands.
    pub const UM: Self = Self::at(231);
    /// United States.
    pub const US: Self = Self::at(232);
    /// Uruguay.
    pub const UY: Self = Self::at(233);
    /// Uzbekistan.
    pub const UZ: Self = Self::at(234);
    /// Vatican City.
    pub const VA: Self = Self::at(235);
    /// St. Vincent & Grenadines.
    pub const VC: Self = Self::at(236);
    /// Venezuela.
    pub const VE: Self = Self::at(237);
    /// British Virgin Islands.
    pub const VG: Self = Self::at(238);
    /// U.S. Virgin Islands.
    pub const VI: Self = Self::at(239);
    /// Vietnam.
    pub const VN: Self = Self::at(240);
    /// Vanuatu.
    pub const VU: Self = Self::at(241);
    /// Wallis & Futuna.
    pub const WF: Self = Self::at(242);
    /// Samoa.
    pub const WS: Self = Self::at(243);
    /// Kosovo.
    pub const XK: Self = Self::at(244);
    /// Yemen.
    pub const YE: Self = Self::at(245);
    /// Mayotte.
    pub const YT: Self = Self::at(246);
    /// South Africa.
    pub const ZA: Self = Self::at(247);
    /// Zambia.
    pub const ZM: Self = Self::at(248);
    /// Zimbabwe.
    pub const ZW: Self = Self::at(249);
}
