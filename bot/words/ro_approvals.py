"""The sentences about who approves, in Romanian."""

APPROVALS: dict[str, str] = {
    "approval.group_unknown": "Slack nu spune acum cine face parte din {approvers}, care aprobă aici. Nu s-a făcut nimic: încercați din nou peste un minut. Dacă se repetă, administratorul găsește cauza cu `smartbill-bot doctor`, pe server.",
    "card.half_approved": ":large_yellow_circle: *Aprobată de una din două persoane – o așteaptă pe a doua*",
    "card.half_approved.plain": "aprobată de una din două persoane, o așteaptă pe a doua",
    "card.half_approved.advice": "{by} a aprobat-o · {at}. Mai trebuie să o aprobe o persoană, deoarece suma depășește cât poate aproba una singură.",
    "card.two_approve": "Documentul trebuie aprobat de două persoane diferite: una singură aprobă cel mult {most} lei.",
    "card.first_yes": "Prima aprobare: {by} · {at}",
    "confirm.first_of_two": "*Se emite după ce o aprobă și altă persoană.*",
    "reason.two_approve": "trebuie aprobată de două persoane, deoarece una singură aprobă cel mult {most} lei.",
    "approval.another_has_to": "Ați aprobat-o deja, iar aprobarea dumneavoastră este păstrată. Acum trebuie să o aprobe și altă persoană: rugați un coleg.",
    "what.proposal.first_yes": "a aprobat-o, ca prima din două persoane",
    "form.issue.kept": ":hourglass: Documentul așteaptă pe cardul lui: înainte de emitere trebuie să îl aprobe și altă persoană. Rugați un coleg.",
    "card.others_approve": "Cerută sau corectată de {people}: trebuie să o aprobe altcineva.",
    "approval.own": "Ați cerut sau ați corectat chiar dumneavoastră acest document, deci trebuie să îl aprobe altcineva: rugați un coleg.",
    "what.proposal.asked": "a cerut documentul",
    "settings.too_few_approvers": "Cu aceste setări, o comandă poate avea nevoie de {needed} persoane, dar poate aproba doar {there}. Nu s-a salvat nimic: alegeți mai multe persoane care aprobă sau cereți mai puține aprobări.",
    "settings.too_few_of_rule": "Cu aceste setări, o comandă din regula „{rule}” poate avea nevoie de {needed} persoane, dar poate aproba doar {there}. Nu s-a salvat nimic: numiți în regulă mai multe persoane care aprobă sau cereți mai puține aprobări.",
    "standing.approvers": ":busts_in_silhouette: {shop}: aprobă {approvers}.",
    "standing.anybody_approves": ":busts_in_silhouette: {shop}: poate aproba orice membru deplin al spațiului de lucru.",
    "standing.two_approve": "Peste {most} lei aprobă două persoane diferite.",
    "standing.four_eyes": "Nimeni nu aprobă ce a cerut sau a corectat.",
}
