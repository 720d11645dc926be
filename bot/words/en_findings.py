"""The sentences about what was found of a buyer, in English."""

BUYERS: dict[str, str] = {
    # who it is
    "finding.buyer.forgotten": "The buyer's details were deleted here, some time after the order's last change. Save the order once more in the shop, so that it tells them again.",
    "finding.buyer.no_name": "The buyer has no name. Press *Correct*, or add it to the order in the shop.",
    "finding.buyer.cif_invalid": "The buyer is a company, but “{typed}” is not a valid company number (CIF). Press *Correct*, or correct it in the shop; without it, no invoice can be made out to the company.",
    "finding.buyer.maybe_company": "The order says that the buyer is an individual, but “{typed}” looks like a company. If it is one, press *Correct*, choose company and write its CIF; if not, approve the document as it is.",
    "finding.buyer.is_issuer": "The buyer has the CIF of the company that issues, {printed}: the document would be made out to your own company. If somebody else bought, press *Correct* and write that buyer's details; if not, approve the document as it is.",
    "finding.buyer.reg_com_odd": "“{typed}” does not look like a number of the trade register. It is printed as it is; if it is wrong, press *Correct*.",
    "finding.buyer.shortened": "“{printed}” was longer than e-Factura takes, and was cut to {limit} characters. If something important is missing, shorten the text in the shop.",
    # where it is
    "finding.buyer.no_address": "The buyer has no street, and e-Factura wants one. Press *Correct*, or add it to the order in the shop.",
    "finding.buyer.no_city": "The buyer has no city, and e-Factura wants one. Press *Correct*, or add it to the order in the shop.",
    "finding.buyer.county_unknown": "“{typed}” is not a county, and e-Factura may refuse the document. Press *Correct* and write the county's name.",
    "finding.buyer.sector_unknown": "For Bucharest, e-Factura wants the sector, and “{typed}” does not tell it. Press *Correct* and write “Sector 1” … “Sector 6” as the city, or the postcode.",
    "finding.buyer.sector_conflict": "The address “{typed}” and the postcode “{postcode}” name different sectors. Find out which is right, then press *Correct*.",
    "finding.buyer.sectors_differ": "The address “{typed}” names different sectors. Find out which is right, then press *Correct*.",
    "finding.buyer.country_unknown": "“{typed}” is not a country that we recognise. Press *Correct* and write the country's name or its code of two letters.",
    # abroad
    "finding.buyer.eu_company": "The buyer is a company in {country}, with the VAT number “{typed}”. Check the number in VIES, and decide whether the sale is exempt or bears VAT.",
    "finding.buyer.eu_vat_invalid": "“{typed}” is not a VAT number of another EU state. Without a valid one the sale is not exempt: ask the buyer and press *Correct*, or keep the VAT.",
    "finding.buyer.eu_person": "The buyer is an individual in {country}: a distance sale within the EU. Ask your accountant whether Romanian VAT applies, or that country's, through OSS.",
    "finding.buyer.outside_eu": "The buyer is in {country}, outside the EU: an export. Check the VAT and the customs papers before you approve.",
    # said by older versions, whose proposals still wait
    "finding.buyer.abroad": "The buyer's country is “{country}”. Please check the VAT.",
    # what ANAF's register says
    "finding.buyer.not_verified": "{printed} is not verified at ANAF yet. If ANAF answers, this card changes by itself; if you cannot wait, check the company at anaf.ro.",
    "finding.buyer.unknown_to_anaf": "ANAF knows no company with the number {printed}. Check it with the buyer, then press *Correct*.",
    "finding.buyer.other_name": "The order calls the company “{typed}”, but at ANAF the number belongs to “{printed}”. Check with the buyer; if the name or the number is wrong, press *Correct*.",
    "finding.buyer.inactive": "ANAF calls the company {printed} inactive: it may deduct VAT only within limits. Ask the buyer before you approve.",
    "finding.buyer.struck_off": "ANAF says that the company {printed} was struck off. Ask the buyer for a company that exists, then press *Correct*.",
    "finding.buyer.vat_by_anaf": "The order says “{typed}”, but ANAF says otherwise about paying VAT. The document shows {printed}.",
    "finding.buyer.address_from_anaf": "What was missing of the address was filled from ANAF's register: “{printed}”. If that is not right, press *Correct*.",
}
