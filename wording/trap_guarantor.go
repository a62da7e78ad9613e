package wording

import "kontor/errs"

// guarantorTraps let the guarantor go.
var guarantorTraps = []trap{
	{
		rule: Cancellation, severity: Error, clause: Promise, skip: []Kind{DemandLetter},
		reason: errs.T("the guarantor may end or change its promise by itself"),
		hint:   errs.T("write that it is irrevocable and cannot be changed without our consent"),
		when: []string{
			"@bank|@debtor ..6 may|can|entitled|reserve*|right|option ..8 cancel|cancelled|revoke|revoked|terminate|terminated|withdraw|rescind|annul|amend|modify ..12 guarantee|undertaking|standby|credit|instrument|it|liability|obligation*|commitment|promise|bond",
			"liberty|free|authorised|authorized ..1 to ..3 cancel|revoke|terminate|withdraw|rescind|amend|modify|change", "right to cancel|revoke|terminate|withdraw|rescind|amend|modify", "may|can be cancelled|revoked|terminated|withdrawn|rescinded|annulled ..12 us|guarantor|bank|issuer|time|notice",
			"revocable", "cancellable|cancelable|terminable ..8 us|notice|guarantor|bank|time",
			"@bank ..8 right|entitled|may|can|option ..6 call ..2 off", "guarantee|undertaking|text|terms|credit|standby|it ..6 changed|amended|cancelled|withdrawn|revoked|modified ..2 by ..1 @bank", "вознагражд*|комисси* ..8 аннулир*|прекраща*|утрачива*|недействительн*", "released|relieved|discharged|freed ..3 from ..3 guarantee|undertaking|obligation*|promise|liability ..10 by|if|upon|when|once", "suspend* ..3 cover|guarantee|undertaking|obligation*|liability", "fee*|premium*|commission ..3 unpaid ..8 ends|end|lapse*|void|cancel*",
			"endet|erlischt|entfällt ..10 wenn|sobald|falls ..1 wir|garant|garantin|bank|bürge|versicherer", "früher ..4 wenn|sobald ..1 die|der|wir ..1 garant|garantin|bank|bürge|versicherer", "прекраща*|утрачива* ..8 если|когда ..4 @гарант", "@гарант ..4 освобожда* ..6 если|при|путем|в_случае",
			"cease*|terminates|ends|lapse* ..6 if|when|once|upon ..4 @bank|@debtor ..4 notif*|notice|elect*|declare*|inform*",
			"@bank ..6 may|can|entitled|reserve* ..6 discharge|release ..2 itself|ourselves|its ..10 notice",
			"@garant ..10 berechtigt|können|kann|behalten|vorbehalten|recht|dürfen|darf ..10 kündigen|widerrufen|zurückziehen|zurückzuziehen|zurückzutreten|beenden|aufzuheben|zu_ändern|abzuändern|zurücktreten|aufkündigen",
			"widerrufbar|widerruflich|kündbar", "kündigungsrecht|widerrufsrecht|widerruf ..4 vorbehalten|vorbehält|zu|zusteht", "jederzeit ..6 widerrufen|gekündigt|kündbar|widerruflich|zurückgezogen|gekuendigt",
			"@гарант|@должник ..6 вправе|может|право|можем ..8 отозвать|отменить|прекратить|расторгнуть|аннулировать|изменить|отозвана|отменена|отказаться",
			"может быть отозван*|отменен*|прекращен*|аннулирован*|изменен* ..6 @гарант", "отзывная|отзывной|отзывную", "право ..3 отозвать|отменить|аннулировать ..3 гаранти*",
			"отозван*|отменен*|аннулирован*|прекращен* ..3 в одностороннем",
		},
		unless: []string{
			"not|cannot|neither|nor|no|never|without|only ..10 cancel*|revoke*|terminat*|withdraw*|rescind*|amend*|annul*|modif*|revocable|discharge*", "with|unless ..4 consent|agreement of|by ..1 beneficiary|you",
			"consent of ..1 beneficiary", "with your ..3 consent", "beneficiary ..2 may|can|entitled ..6 cancel*|withdraw*|terminate|revoke", "you may ..6 cancel*|withdraw*|terminate",
			"cancel*|terminat*|withdraw*|rescind*|revoke|amend|modify ..4 lease|contract|agreement|demand|loan",
			"nicht ..4 zugegangen|eingegangen|erhalten|erhält|vorliegt", "не ..3 получ*|поступ*", "nicht|kein*|weder|ohne|niemals ..12 kündig*|widerruf*|zurückzieh*|zurückgezogen|geändert|beenden|aufheben|zurücktreten|kündbar|widerruflich|ändern", "verzicht*",
			"leasingvertrag*|vertrag*|mietvertrag* ..6 kündigen|beenden|kündbar|aufzuheben|zurückzutreten|gekündigt", "zustimmung ..3 begünstigten", "begünstigte* ..4 kann|darf|berechtigt ..8 widerruf*|kündig*|zurück*",
			"не ..3 отозва*|отмен*|прекра*|расторг*|аннулир*|измен*", "без согласия", "с ..2 согласия", "бенефициар ..3 вправе|может", "договор ..4 расторг*|измен*", "расторгнуть|изменить|прекратить ..2 договор*|контракт*", "ни отозв*",
		},
	},
	{
		rule: ReductionProof, severity: Error, clause: Reduction, skip: []Kind{DemandLetter},
		reason: errs.T("the amount falls without a document that shows why"),
		hint:   errs.T("let it fall on stated days by stated amounts, or against a named document"),
		when: []string{
			"amount|guarantee|undertaking|liability|value|standby|it|sum|bond ..8 reduc*|decreas*|diminish*", "reduc* ..4 amount|guarantee|liability|undertaking",
			"betrag|garantie*|garantiebetrag|höchstbetrag|haftung|verpflichtung|bürgschaft|sie ..12 ermäßigt|reduziert|verringert|vermindert|ermäßigen|reduzieren|verringern|vermindern", "ermäßigt|reduziert|verringert|vermindert sich ..8 betrag|garantie*|garantiebetrag|höchstbetrag|haftung|verpflichtung",
			"сумма|гаранти*|обязательств*|ответственност* ..8 уменьша*|снижа*|сокраща*|уменьшен*|снижен*", "уменьша*|снижа*|сокраща* ..4 сумм*|обязательств*|размер*",
		},
		unless: []string{
			"@document ..10 signed|issued|presented|from|by|of|stating|showing|receipt|confirming", "receipt|presentation|against|upon|on ..4 @document",
			"payment*|paid|amounts ..5 us|guarantor|issuer|hereunder|this|under|bank", "each|every|any ..2 payment|drawing|demand ..3 under|made|hereunder|paid|honoured|honored", "payments ..4 hereunder",
			"reduced|decreased|lowered to", "ermäßigt|reduziert|herabgesetzt|vermindert|verringert ..2 auf", "уменьша*|снижа* ..1 до", "schedule|dates|following", "not|no|without|never|neither ..6 reduc*|decreas*|diminish*", "account ..8 us|held|kept", "only ..8 consent|agreement", "your|beneficiarys ..3 consent|release|confirmation|declaration",
			"@urkunde", "nicht|kein*|ohne", "zahlung* ..6 uns|garantie|garanten|bürgschaft|hierunter|leisten|geleistet*", "zahlung* ..4 aus|unter|auf ..2 dieser|diese|garantie", "von|durch|seitens uns|garanten|bank ..3 zahlung*|geleistet*|gezahlt*", "wir ..4 zahlung*|gezahlt|leisten", "zeitplan|terminen|folgenden", "konto ..8 uns", "freigabe|zustimmung|freistellung",
			"@документ", "не ..4 уменьша*|снижа*|сокраща*", "гарант* ..4 выплат*|уплат*|плат*|произвед*", "выплат*|уплат*|платеж* ..5 гарант*|настоящ*", "график*|следующ*", "соглас*", "счет* ..8 гаранта|нас", "выплаченн*|уплаченн*|произведенн* ..3 гарант*|по|им|нами|банком",
		},
	},
	{
		rule: ActivationFee, severity: Error, clause: Promise, skip: nil,
		reason: errs.T("money is asked for before the guarantee works; no such fee is ever due"),
		hint:   errs.T("take it for a sign of fraud: verify the guarantee through our own bank before anything is paid"),
		when: []string{
			"activation ..4 fee|charge|charges|payment|commission|deposit|cost", "fee*|charge*|deposit|commission|payment ..8 activat*", "activat* ..8 fee|charge|charges|payment|paid|commission|deposit",
			"effective|force|operative|valid|active|effect ..5 after|upon|once|when|until|subject ..8 fee|fees|commission|charges|premium",
			"after|once|provided|when ..6 beneficiary|lessor|you ..3 paid|repaid|transferred|settled|remitted ..10 fee|fees|contribution|charge*|costs|commission|deposit",
			"release|unlock|validation|handling|legalisation|legalization|insurance ..2 fee|charge ..8 beneficiary|you|advance|before|prior",
			"aktivierungsgebühr*|freischaltgebühr*|freischaltungsgebühr*|aktivierungsentgelt*", "gebühr*|provision|entgelt|zahlung ..8 aktivier*|freischalt*", "aktivier*|freischalt* ..8 gebühr*|provision|entgelt|zahlung", "kraft|wirksam|wirksamkeit|inkrafttreten ..8 *gebühr*|provision|entgelt*|avalprovision",
			"nach|mit|sobald ..5 gebühr*|provision|entgelt* ..8 kraft|wirksam",
			"активац* ..6 плат*|сбор*|комисси*|взнос*|платеж*", "плат*|сбор*|комисси*|взнос*|платеж* ..6 активац*|активир*", "активир* ..8 плат*|сбор*|комисси*|взнос*|оплат*|уплат*|платеж*",
			"вступ* в силу ..6 после|момента|при|условии ..5 оплат*|уплат*|внесен* ..6 комисси*|вознагражден*|сбор*|плат*|взнос*",
		},
		unless: []string{
			"no|not|without|never|neither|irrespective|regardless|independent* ..8 activat*|fee*|charge*|commission", "kein*|nicht|ohne|weder|unabhängig ..8 gebühr*|aktivier*|aktivierungsgebühr*|entgelt|provision|freischalt*", "не|без|никак*|независимо ..8 активац*|плат*|комисси*|сбор*|активир*|вознагражд*",
		},
	},
}

// paperTraps make the sheet of paper matter.
var paperTraps = []trap{
	{
		rule: ExpiryPaper, severity: Error, clause: Expiry, skip: []Kind{DemandLetter},
		reason: errs.T("its end hangs on the return of the paper"),
		hint:   errs.T("let it end on a day, whether the paper comes back or not"),
		when: []string{
			"expire*|expiry|valid|validity|terminate*|lapse*|end|ends|cease*|void|cancelled|force|effective|discharged|extinguished ..10 upon|on|until|when|once|by|after|with|unless|against ..5 return*|surrender*|handing|delivery|delivered ..6 original|@paper",
			"until ..3 returned|surrendered|handed ..3 to ..1 @bank", "ceases|ends|expires|terminates|lapses|valid|force|liable ..4 upon|when|once|until ..3 original|@paper ..8 returned|surrendered|handed|delivered",
			"void|ends|end|expires|lapse*|terminates|ceases ..12 back ..3 our|us|possession|hands|bank", "zurückgestellt|zurückgelangt|zurückkommt|retourniert|zurückgegeben|zurückgesandt ..10 beendet|erlischt|endet|erloschen|hinfällig", "endet|erlischt|hinfällig|beendet ..10 zurückgestellt|zurückgelangt|zurückkommt|retourniert",
			"return|surrender ..6 original|@paper ..10 terminates|ends|extinguishes|discharges|releases|expires|cancels",
			"erlischt|erlöschen|gültig|gültigkeit|endet|gilt|wirksam|besteht|kraft ..10 rückgabe|zurückgegeben|zurückgesandt|zurückgabe|aushändigung|rücksendung|herausgabe",
			"rückgabe|rücksendung|zurückgabe ..6 erlischt|endet|erlöschen|beendet",
			"прекра*|действ*|истека*|утрачива* ..10 возврат*|возвращ* ..6 @paper|оригинал*|подлинник*", "возврат*|возвращен* ..5 @paper|оригинал*|подлинник* ..6 прекра*|истека*|утрачива*",
		},
		unless: []string{
			"not|irrespective|regardless|whether|independent*|even|without|notwithstanding|never ..10 return*|surrender*", "return*|surrender* ..8 not|irrelevant|neither|no", "beneficiary* ..4 releas*", "return ..6 accompanied|together",
			"unabhängig|auch|ohne|nicht|gleichgültig|ungeachtet|selbst|egal ..10 rückgabe|zurückgegeben|zurückgesandt|zurückgabe|rücksendung", "rückgabe ..6 nicht|unerheblich|bedarf", "ob ..8 zurückgegeben|zurückgesandt",
			"независимо|вне|не|даже|без ..10 возврат*|возвращ*", "возврат* ..4 не",
		},
	},
	{
		rule: ReturnOriginal, severity: Warning, clause: Documents, skip: []Kind{DemandLetter},
		reason: errs.T("the original must be presented or returned before money comes"),
		hint:   errs.T("strike it: a lost or withheld paper would cost us the demand"),
		when: []string{
			"by|with|plus|including the original ..3 @paper",
			"original|originals ..5 @paper ..10 present*|accompan*|attach*|enclos*|submit*|return*|surrender*|produc*",
			"accompan*|present*|attach*|enclos*|together|against|along|submi*|surrender*|return*|produc* ..6 original ..1 of? ..3 guarantee|undertaking|instrument|credit|standby|bond|letter",
			"return* ..3 guarantee|undertaking|bond ..6 condition|before|prior|simultaneous*",
			"originalurkunde|garantieurkunde|originalgarantie|bürgschaftsurkunde ..8 vorlage|vorgelegt|vorzulegen|beizufügen|beigefügt|beizulegen|beilegen|mitzusenden|rückgabe|zusammen|zurückzugeben|eingereicht",
			"vorlage|gegen|zusammen|rückgabe|beifügung|unter ..4 originalurkunde|garantieurkunde|originalgarantie|bürgschaftsurkunde", "original ..3 dieser|der|diese garantie|urkunde|bürgschaft ..8 vorlage|vorgelegt|vorzulegen|beizufügen|beigefügt|rückgabe|zurückzugeben|beiliegen",
			"vorlage|gegen|zusammen|rückgabe|beifügung ..4 originals|original ..3 garantie|garantieurkunde|urkunde|bürgschaft|garantiedokuments",
			"оригинал*|подлинник*|подлинн*_экземпляр* ..4 гаранти*|поручительств* ..8 прилож*|прилага*|представ*|предъяв*|вернут*|возврат*|возвращ*|должен",
			"прилож*|прилага*|представ*|предъяв*|вернут*|возврат*|возвращ*|вместе ..6 оригинал*|подлинник*|подлинн*_экземпляр* ..3 гаранти*|поручительств*|настоящ*",
		},
		unless: []string{
			"not|no|without|need|neither|irrespective|never|nor|whether ..8 original*|return*", "original* ..8 not|unnecessary|no", "copy|copies ..2 original", "original contract|lease|invoice*",
			"nicht|ohne|kein*|weder|unabhängig|ungeachtet ..12 original*|garantieurkunde|rückgabe|vorlage|urkunde|bürgschaftsurkunde", "original* ..10 nicht|bedarf|entfällt|verzichtet", "garantieurkunde ..8 nicht",
			"не|без|независимо|вне ..10 оригинал*|подлинник*", "оригинал*|подлинник* ..8 не",
		},
	},
}

// otherTraps are the rest.
var otherTraps = []trap{
	{
		rule: Endless, severity: Warning, clause: Expiry, skip: []Kind{DemandLetter},
		reason: errs.T("it has no end, so that a court or a law will set one"),
		hint:   errs.T("state a last day, or an extension with notice of its refusal and a final day"),
		when: []string{
			"until further notice", "without ..2 limit*|limitation ..2 time|duration", "continuing ..1 until ..4 revoked|released", "unlimited ..3 time|duration|period", "indefinite*|perpetual*|permanently ..6 valid|force|effect|period|term", "valid|force|effect|term|period ..4 indefinite*|perpetual*|unlimited",
			"until ..4 released|cancelled|revoked ..3 writing|beneficiary|you|us",
			"unbefristet*|zeitlich_unbegrenzt*", "no expiry", "auf unbestimmte zeit", "bis auf widerruf|weiteres",
			"бессрочн*", "без ограничения|указания срока", "не ограничен* ..2 сроком|временем", "до ..2 отзыва|отмены", "неопределенн* срок",
		},
		unless: []string{"not|nicht|не ..1 indefinite*|unlimited|unbefristet*|бессрочн*", "lease|contract ..6 indefinite*", "leasingvertrag ..6 unbefristet*|unbestimmte"},
	},
	{
		rule: AssignmentLimit, severity: Note, clause: Transfer, skip: []Kind{DemandLetter},
		reason: errs.T("the right to the money cannot be freely assigned"),
		hint:   errs.T("ask for leave to assign the proceeds; a bank that refinances the lease will want them"),
		when: []string{
			"not|nor|neither|cannot ..2 assign|assigned|assignable", "assign* ..4 prohibited|excluded|forbidden",
			"abtretung|abtretbar|abgetreten ..8 ausgeschlossen|unzulässig", "abtretung|abgetreten ..4 nicht", "nicht ..3 abtretbar|abgetreten|abtreten|abzutreten", "keine abtretung",
			"уступ* ..4 не|запрещ*", "не ..4 уступ*|уступлен*",
		},
		unless: []string{"not ..3 required|needed|necessary", "nicht ..3 erforderlich|nötig", "не ..2 требует*|нужн*"},
	},
	{
		rule: AssignmentLimit, severity: Note, clause: Transfer, skip: []Kind{DemandLetter},
		reason: errs.T("the right to the money cannot be freely assigned"),
		hint:   errs.T("ask for leave to assign the proceeds; a bank that refinances the lease will want them"),
		when:   []string{"assign*|proceeds ..8 prior|consent|approval", "abtretung|abtretbar|abgetreten|abtreten ..8 zustimmung|einwilligung", "zustimmung|einwilligung ..6 abtretung|abgetreten|abtreten|abtretbar", "уступ* ..8 соглас*"},
		unless: []string{"without|no ..4 consent|approval", "freely|unrestricted", "ohne|keine* ..3 zustimmung|einwilligung", "frei abtretbar", "без ..3 согласия", "not ..1 assign*|be", "nicht ..2 abgetreten|abtretbar", "не ..4 уступ*|уступлен*", "согласия ..3 не"},
	},
}
