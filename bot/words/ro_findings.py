"""The sentences about what was found of a buyer, in Romanian."""

BUYERS: dict[str, str] = {
    # who it is
    "finding.buyer.forgotten": "Datele cumpărătorului au fost șterse de aici, la un timp după ultima modificare a comenzii. Salvați din nou comanda în magazin, ca să le trimită încă o dată.",
    "finding.buyer.no_name": "Cumpărătorul nu are nume. Apăsați *Corectează* sau adăugați-l la comandă, în magazin.",
    "finding.buyer.cif_invalid": "Cumpărătorul este o firmă, dar „{typed}” nu este un CIF valid. Apăsați *Corectează* sau corectați-l în magazin; fără CIF, factura nu se poate emite pe firmă.",
    "finding.buyer.maybe_company": "În comandă cumpărătorul este o persoană, dar „{typed}” arată ca o firmă. Dacă este o firmă, apăsați *Corectează*, alegeți firmă și scrieți CIF-ul; dacă nu, aprobați documentul așa.",
    "finding.buyer.is_issuer": "Cumpărătorul are CIF-ul firmei care emite, {printed}: documentul s-ar emite pe propria firmă. Dacă a cumpărat altcineva, apăsați *Corectează* și scrieți datele acelui cumpărător; dacă nu, aprobați documentul așa.",
    "finding.buyer.reg_com_odd": "„{typed}” nu arată ca un număr din Registrul Comerțului. Îl tipărim așa; dacă este greșit, apăsați *Corectează*.",
    "finding.buyer.shortened": "„{printed}” era mai lung decât primește e-Factura și a fost tăiat la {limit} de caractere. Dacă lipsește ceva important, scurtați textul în magazin.",
    # where it is
    "finding.buyer.no_address": "Cumpărătorul nu are stradă, iar e-Factura o cere. Apăsați *Corectează* sau adăugați-o la comandă, în magazin.",
    "finding.buyer.no_city": "Cumpărătorul nu are localitate, iar e-Factura o cere. Apăsați *Corectează* sau adăugați-o la comandă, în magazin.",
    "finding.buyer.county_unknown": "„{typed}” nu este un județ; e-Factura ar putea fi respinsă. Apăsați *Corectează* și scrieți numele județului.",
    "finding.buyer.sector_unknown": "Pentru București, e-Factura cere sectorul, iar din „{typed}” nu îl aflăm. Apăsați *Corectează* și scrieți „Sector 1” … „Sector 6” ca localitate sau codul poștal.",
    "finding.buyer.sector_conflict": "Adresa „{typed}” și codul poștal „{postcode}” numesc sectoare diferite. Aflați care este cel bun, apoi apăsați *Corectează*.",
    "finding.buyer.sectors_differ": "În adresa „{typed}” apar sectoare diferite. Aflați care este cel bun, apoi apăsați *Corectează*.",
    "finding.buyer.country_unknown": "„{typed}” nu este o țară pe care o recunoaștem. Apăsați *Corectează* și scrieți numele țării sau codul ei din două litere.",
    # abroad
    "finding.buyer.eu_company": "Cumpărătorul este o firmă din {country}, cu codul de TVA „{typed}”. Verificați codul în VIES și hotărâți dacă livrarea este scutită sau cu TVA.",
    "finding.buyer.eu_vat_invalid": "„{typed}” nu este un cod de TVA din alt stat UE. Fără un cod valid livrarea nu este scutită: cereți-l cumpărătorului și apăsați *Corectează* sau păstrați TVA-ul.",
    "finding.buyer.eu_person": "Cumpărătorul este o persoană din {country}: o vânzare la distanță în UE. Verificați în contabilitate dacă se aplică TVA-ul românesc sau cel de acolo, prin OSS.",
    "finding.buyer.outside_eu": "Cumpărătorul este din {country}, în afara UE: un export. Verificați TVA-ul și documentele vamale înainte de aprobare.",
    # said by older versions, whose proposals still wait
    "finding.buyer.abroad": "Țara cumpărătorului este „{country}”. Verificați TVA-ul.",
    # what ANAF's register says
    "finding.buyer.not_verified": "{printed} nu este încă verificat la ANAF. Dacă ANAF răspunde, cardul se schimbă singur; dacă nu puteți aștepta, verificați firma pe anaf.ro.",
    "finding.buyer.unknown_to_anaf": "ANAF nu cunoaște nicio firmă cu codul {printed}. Verificați-l cu cumpărătorul, apoi apăsați *Corectează*.",
    "finding.buyer.other_name": "În comandă firma se numește „{typed}”, dar la ANAF codul este al firmei „{printed}”. Verificați cu cumpărătorul; dacă numele sau codul este greșit, apăsați *Corectează*.",
    "finding.buyer.inactive": "La ANAF, firma {printed} este inactivă: dreptul ei de a deduce TVA-ul este limitat. Întrebați cumpărătorul înainte de aprobare.",
    "finding.buyer.struck_off": "La ANAF, firma {printed} este radiată. Cereți cumpărătorului datele unei firme care există, apoi apăsați *Corectează*.",
    "finding.buyer.vat_by_anaf": "În comandă scrie „{typed}”, dar ANAF spune altceva despre plata TVA-ului. Pe document apare {printed}.",
    "finding.buyer.address_from_anaf": "Ce lipsea din adresă am completat din registrul ANAF: „{printed}”. Dacă nu este bine, apăsați *Corectează*.",
}
