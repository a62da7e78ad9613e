package desk

import (
	"kontor/id"
	"kontor/store"
)

// Lists are all lists of the house, in the order in which people meet them.
func Lists() []List { return lists }

var (
	stages         = []string{"enquiry", "quoted", "signed", "released", "delivered", "defaulted", "recovered", "closed", "cancelled"}
	supplies       = []string{"ordered", "built", "shipped", "at_border", "received", "prepared", "delivered", "returned", "sold", "scrapped"}
	segments       = []string{"mining_dump_truck", "truck", "tractor", "bus", "municipal", "implement"}
	vettings       = []string{"unscreened", "clear", "review", "blocked", "stale"}
	hitStates      = []string{"open", "proposed", "cleared", "escalated", "confirmed"}
	lives          = []string{"recorded", "in_force", "expired", "exhausted", "released", "revoked", "replaced", "cancelled"}
	guaranteeKinds = []string{"demand_guarantee", "standby", "counter_guarantee", "surety", "credit_insurance", "state_guarantee", "parent_guarantee", "letter_of_comfort"}
	messageStates  = []string{"kept", "booked", "refused", "parked", "sent"}
	trusts         = []string{"unverified", "verifying", "authentic", "reverify", "mismatch", "forged"}
)

func hidden(name, sql string) store.Column {
	return store.Column{Name: name, SQL: sql, Kind: store.Hidden}
}

var lists = []List{
	{Name: "deals", Kind: id.Deal, Title: "Deals", Empty: "Here every lease and sale will stand, from the first quote to the last payment.", First: "deal.quote", Roles: staff,
		spec: store.ListSpec{Centre: "d.centre_id", From: "deal d join party p on p.id = d.customer_id", Key: "d.id", Search: "d.folded", Order: "-nr", Columns: []store.Column{
			hidden("id", "d.id"), hidden("customer_id", "d.customer_id"), hidden("currency", "d.currency"),
			{Name: "nr", Title: "Deal", SQL: "d.nr", Kind: store.Text, Filter: true, Sort: true},
			{Name: "customer", Title: "Customer", SQL: "p.name", Kind: store.Ref, With: "customer_id"},
			{Name: "kind", Title: "Kind", SQL: "d.kind", Kind: store.State, Enum: []string{"lease", "sale"}, Filter: true},
			{Name: "stage", Title: "Stage", SQL: "d.stage", Kind: store.State, Enum: stages, Filter: true, Sort: true},
			{Name: "price", Title: "Price", SQL: "d.price_minor", Kind: store.Money, With: "currency", Sort: true, Filter: true, Total: true},
			{Name: "starts_on", Title: "Begins", SQL: "d.starts_on", Kind: store.Day, Sort: true, Filter: true},
			{Name: "ends_on", Title: "Ends", SQL: "d.ends_on", Kind: store.Day, Sort: true, Filter: true},
			{Name: "dpd", Title: "Days late", SQL: "d.dpd", Kind: store.Number, Sort: true, Filter: true},
			{Name: "overdue", Title: "Overdue", SQL: "d.overdue_minor", Kind: store.Money, With: "currency", Sort: true, Filter: true, Total: true},
		}}},
	{Name: "guarantees", Kind: id.Guarantee, Title: "Guarantees", Empty: "Here every guarantee will stand, with what it covers and when it lapses.", First: "guarantee.register",
		Roles: append([]Role{Guarantor}, staff...), spec: store.ListSpec{From: "guarantee g join party p on p.id = g.guarantor_id join party a on a.id = g.applicant_id", Key: "g.id",
			Search: "g.folded", Order: "expires_on", Scopes: map[string]string{"guarantor": "g.guarantor_id = $%d"}, Columns: []store.Column{
				hidden("id", "g.id"), hidden("guarantor_id", "g.guarantor_id"), hidden("applicant_id", "g.applicant_id"), hidden("currency", "g.currency"),
				{Name: "nr", Title: "Guarantee", SQL: "g.nr", Kind: store.Text, Filter: true, Sort: true},
				{Name: "guarantor", Title: "Guarantor", SQL: "p.name", Kind: store.Ref, With: "guarantor_id"},
				{Name: "applicant", Title: "Applicant", SQL: "a.name", Kind: store.Ref, With: "applicant_id"},
				{Name: "life", Title: "Life", SQL: "g.life", Kind: store.State, Enum: lives, Filter: true, Sort: true},
				{Name: "trust", Title: "Trust", SQL: "g.trust", Kind: store.State, Enum: trusts, Filter: true, Sort: true},
				{Name: "face", Title: "Amount", SQL: "g.face_minor", Kind: store.Money, With: "currency", Sort: true, Filter: true, Total: true},
				{Name: "expires_on", Title: "Expires", SQL: "g.expires_on", Kind: store.Day, Sort: true, Filter: true},
				{Name: "lasts_on", Title: "Last day", SQL: "g.lasts_on", Kind: store.Day, Sort: true, Filter: true},
			}}},
	{Name: "parties", Kind: id.Party, Title: "Parties", Empty: "Here customers, makers and guarantors will stand, with what the house knows of them.", First: "party.register", Roles: staff,
		spec: store.ListSpec{From: "party p", Key: "p.id", Search: "p.folded", Order: "name", Columns: []store.Column{
			hidden("id", "p.id"), hidden("folded", "p.folded"),
			{Name: "name", Title: "Name", SQL: "p.name", Kind: store.Text, Sort: true},
			{Name: "country", Title: "Country", SQL: "p.country", Kind: store.Text, Filter: true, Sort: true},
			{Name: "roles", Title: "Roles", SQL: "p.roles", Kind: store.State, Filter: true},
			{Name: "vetting", Title: "Vetting", SQL: "p.vetting", Kind: store.State, Enum: vettings, Filter: true, Sort: true},
			{Name: "vetted", Title: "Vetted", SQL: "p.vetted_us", Kind: store.Moment, Sort: true},
		}}},
	{Name: "units", Kind: id.Unit, Title: "Centre", Empty: "Here every machine will stand, from the maker's order to its hand-over.", First: "unit.register",
		Roles: append([]Role{Maker}, staff...), house: []string{"deal", "price"}, spec: store.ListSpec{Centre: "u.centre_id", From: "unit u join party p on p.id = u.maker_id left join claim c on c.centre_id = u.centre_id and c.unit_id = u.id and c.ended_us = 0 left join deal d on d.centre_id = c.centre_id and d.id = c.deal_id",
			Key: "u.id", Search: "u.folded", Order: "-id", Scopes: map[string]string{"maker": "u.maker_id = $%d"}, Columns: []store.Column{
				{Name: "id", SQL: "u.id", Kind: store.Hidden, Sort: true}, hidden("maker_id", "u.maker_id"), hidden("currency", "u.currency"), hidden("deal_id", "coalesce(c.deal_id, '')"),
				{Name: "model", Title: "Model", SQL: "u.model", Kind: store.Text, Sort: true},
				{Name: "serial", Title: "Serial", SQL: "u.serial_raw", Kind: store.Text},
				{Name: "maker", Title: "Maker", SQL: "p.name", Kind: store.Ref, With: "maker_id"},
				{Name: "segment", Title: "Segment", SQL: "u.segment", Kind: store.State, Enum: segments, Filter: true, Sort: true},
				{Name: "supply", Title: "Where", SQL: "u.supply", Kind: store.State, Enum: supplies, Filter: true, Sort: true},
				{Name: "claim", Title: "Claim", SQL: "coalesce(c.kind, 'free')", Kind: store.State, Enum: []string{"free", "reserved", "allocated", "on_demo", "on_trial", "leased"}, Filter: true},
				{Name: "deal", Title: "Deal", SQL: "coalesce(d.nr, '')", Kind: store.Ref, With: "deal_id"},
				{Name: "passport", Title: "Passport", SQL: "u.passport", Kind: store.State, Enum: []string{"none", "draft", "complete", "active", "void"}, Filter: true},
				{Name: "price", Title: "List price", SQL: "u.price_minor", Kind: store.Money, With: "currency", Sort: true, Filter: true, Total: true},
			}}},
	{Name: "payments", Kind: id.Payment, Title: "Payments", Empty: "Here every payment will stand, with what it met.", First: "payment.receive", Roles: staff, plain: true,
		spec: store.ListSpec{Centre: "y.centre_id", From: "payment y join deal d on d.centre_id = y.centre_id and d.id = y.deal_id", Key: "y.id", Search: "lower(y.reference)", Order: "-id", Columns: []store.Column{
			{Name: "id", Title: "Payment", SQL: "y.id", Kind: store.Hidden, Sort: true}, hidden("deal_id", "y.deal_id"), hidden("currency", "y.currency"),
			{Name: "value_on", Title: "Value date", SQL: "y.value_on", Kind: store.Day, Sort: true, Filter: true},
			{Name: "reference", Title: "Reference", SQL: "y.reference", Kind: store.Text, Filter: true},
			{Name: "deal", Title: "Deal", SQL: "d.nr", Kind: store.Ref, With: "deal_id"},
			{Name: "kind", Title: "Paid by", SQL: "y.kind", Kind: store.State, Enum: []string{"customer", "guarantee", "insurer", "sponsor", "unit", "sale"}, Filter: true},
			{Name: "amount", Title: "Amount", SQL: "y.amount_minor", Kind: store.Money, With: "currency", Sort: true, Filter: true, Total: true},
			{Name: "unapplied", Title: "Unapplied", SQL: "y.unapplied_minor", Kind: store.Money, With: "currency"},
			{Name: "reversed", Title: "Reversed", SQL: "y.reversed_us", Kind: store.Moment},
		}}},
	{Name: "transfers", Kind: id.Transfer, Title: "Ledger", Empty: "Here every posting will stand; it is never changed, only reversed.", Roles: staff,
		spec: store.ListSpec{Centre: "t.centre_id", From: "transfer t", Key: "t.id", Order: "-id", Columns: []store.Column{
			{Name: "id", Title: "Transfer", SQL: "t.id", Kind: store.Text, Sort: true}, hidden("currency", "t.currency"),
			{Name: "effective_on", Title: "Effective", SQL: "t.effective_on", Kind: store.Day, Sort: true, Filter: true},
			{Name: "what", Title: "Cause", SQL: "t.what", Kind: store.Text, Filter: true},
			{Name: "debit", Title: "Debit", SQL: "t.debit_account", Kind: store.Text, Filter: true},
			{Name: "credit", Title: "Credit", SQL: "t.credit_account", Kind: store.Text, Filter: true},
			{Name: "amount", Title: "Amount", SQL: "t.amount_minor", Kind: store.Money, With: "currency", Filter: true, Total: true},
			{Name: "group", Title: "Group", SQL: "t.group_id", Kind: store.Text, Filter: true},
			{Name: "kind", Title: "Kind", SQL: "t.kind", Kind: store.State, Enum: []string{"single", "reversal"}, Filter: true},
			{Name: "recorded", Title: "Recorded", SQL: "t.at_us", Kind: store.Moment},
		}}},
	{Name: "demands", Kind: id.Demand, Title: "Demands", Empty: "Here every demand under a guarantee will stand.", First: "guarantee.demand",
		Roles: append([]Role{Guarantor}, staff...), house: []string{"deal"}, spec: store.ListSpec{Centre: "m.centre_id", From: "demand m join guarantee g on g.id = m.guarantee_id left join deal d on d.centre_id = m.centre_id and d.id = m.deal_id", Key: "m.id", Order: "-made_on",
			Scopes: map[string]string{"guarantor": "g.guarantor_id = $%d"}, Columns: []store.Column{
				hidden("id", "m.id"), hidden("guarantee_id", "m.guarantee_id"), hidden("deal_id", "m.deal_id"), hidden("currency", "m.currency"),
				{Name: "made_on", Title: "Drafted", SQL: "m.made_on", Kind: store.Day, Sort: true, Filter: true},
				{Name: "guarantee", Title: "Guarantee", SQL: "g.nr", Kind: store.Ref, With: "guarantee_id"},
				{Name: "deal", Title: "Deal", SQL: "coalesce(d.nr, '')", Kind: store.Ref, With: "deal_id"},
				{Name: "state", Title: "State", SQL: "m.state", Kind: store.State, Enum: demandStates(), Filter: true, Sort: true},
				{Name: "presented_on", Title: "Presented", SQL: "m.presented_on", Kind: store.Day, Sort: true, Filter: true},
				{Name: "next_on", Title: "Last day", SQL: "m.next_on", Kind: store.Day, Sort: true, Filter: true},
				{Name: "amount", Title: "Demanded", SQL: "m.amount_minor", Kind: store.Money, With: "currency", Sort: true, Total: true},
				{Name: "paid", Title: "Paid", SQL: "m.paid_minor", Kind: store.Money, With: "currency", Total: true},
				{Name: "paid_on", Title: "Paid on", SQL: "m.paid_on", Kind: store.Day},
			}}},
	{Name: "hits", Kind: id.Hit, Title: "Hits", Empty: "Here names that resemble an entry of a watch list will stand until somebody has looked.", Roles: staff,
		spec: store.ListSpec{From: "hit h join party p on p.id = h.party_id", Key: "h.id", Order: "-id", Columns: []store.Column{
			{Name: "id", SQL: "h.id", Kind: store.Hidden, Sort: true}, hidden("party_id", "h.party_id"),
			{Name: "party", Title: "Party", SQL: "p.name", Kind: store.Ref, With: "party_id"},
			{Name: "entry", Title: "List entry", SQL: "h.entry_name", Kind: store.Text},
			{Name: "source", Title: "List", SQL: "h.source", Kind: store.Text, Filter: true},
			{Name: "score", Title: "Score (of 10,000)", SQL: "h.score_bp", Kind: store.Number, Sort: true, Filter: true},
			{Name: "state", Title: "State", SQL: "h.state", Kind: store.State, Enum: hitStates, Filter: true, Sort: true},
			{Name: "found", Title: "Found", SQL: "h.at_us", Kind: store.Moment},
		}}},
	{Name: "listsets", Kind: id.ListSet, Title: "Watch lists", Empty: "Here the versions of the watch lists will stand; without one in force nothing leaves.", First: "watchlist.load", Roles: staff,
		spec: store.ListSpec{From: "list_set s", Key: "s.id", Order: "-id", Columns: []store.Column{
			{Name: "id", SQL: "s.id", Kind: store.Hidden, Sort: true},
			{Name: "source", Title: "List", SQL: "s.source", Kind: store.Text, Filter: true, Sort: true},
			{Name: "listed_on", Title: "Of", SQL: "s.listed_on", Kind: store.Day, Sort: true, Filter: true},
			{Name: "state", Title: "State", SQL: "s.state", Kind: store.State, Enum: []string{"checked", "active", "superseded", "rejected"}, Filter: true, Sort: true},
			{Name: "entries", Title: "Entries", SQL: "s.entries", Kind: store.Number},
			{Name: "added", Title: "Added", SQL: "s.added", Kind: store.Number},
			{Name: "changed", Title: "Changed", SQL: "s.changed", Kind: store.Number},
			{Name: "removed", Title: "Removed", SQL: "s.removed", Kind: store.Number},
			{Name: "loaded", Title: "Loaded", SQL: "s.loaded_us", Kind: store.Moment},
			{Name: "activated_on", Title: "Active since", SQL: "s.activated_on", Kind: store.Day},
		}}},
	{Name: "events", Kind: id.Event, Title: "Records", Empty: "Here everything that happens will stand, for ever.", Roles: []Role{Risk, Accountant, Manager, Auditor, Admin},
		spec: store.ListSpec{Centre: "e.centre_id", From: "event e", Key: "e.id", Order: "-at", Columns: []store.Column{
			hidden("id", "e.id"), hidden("entity", "e.entity"), hidden("text_json", "e.text_json"),
			{Name: "at", Title: "When", SQL: "e.at_us", Kind: store.Moment, Sort: true, Filter: true},
			{Name: "by", Title: "Who", SQL: "e.actor_name", Kind: store.Text, Filter: true},
			{Name: "verb", Title: "Verb", SQL: "e.verb", Kind: store.Text, Filter: true},
			{Name: "about", Title: "About", SQL: "e.entity", Kind: store.Ref, With: "entity"},
			{Name: "text", Title: "What", SQL: "e.text_form", Kind: store.Text, With: "text_json"},
			{Name: "reason", Title: "Why", SQL: "e.reason", Kind: store.Text},
			{Name: "effective_on", Title: "Effective", SQL: "e.effective_on", Kind: store.Day, Filter: true},
		}}},
	{Name: "logins", Kind: id.Login, Title: "People", Empty: "Here everybody who may sign in will stand.", First: "login.add", Roles: []Role{Admin, Auditor},
		spec: store.ListSpec{Centre: "l.centre_id", From: "login l left join party p on p.id = l.party_id", Key: "l.id", Order: "name", Columns: []store.Column{
			hidden("id", "l.id"), hidden("party_id", "l.party_id"),
			{Name: "name", Title: "Name", SQL: "l.name", Kind: store.Text, Sort: true},
			{Name: "email", Title: "E-mail", SQL: "l.email", Kind: store.Text},
			{Name: "role", Title: "Role", SQL: "l.role", Kind: store.State, Filter: true, Sort: true},
			{Name: "party", Title: "Speaks for", SQL: "coalesce(p.name, '')", Kind: store.Ref, With: "party_id"},
			{Name: "state", Title: "State", SQL: "l.state", Kind: store.State, Enum: []string{"active", "closed"}, Filter: true},
		}}},
	{Name: "rates", Kind: "", Title: "Rates", Empty: "Here what currencies are worth in USD will stand, day by day.", First: "rate.set", Roles: staff,
		spec: store.ListSpec{From: "fx_rate r", Key: "r.currency || r.on_day", Order: "-on", Columns: []store.Column{
			hidden("id", "r.currency || r.on_day"),
			{Name: "on", Title: "Day", SQL: "r.on_day", Kind: store.Day, Sort: true, Filter: true},
			{Name: "currency", Title: "Currency", SQL: "r.currency", Kind: store.Text, Filter: true, Sort: true},
			{Name: "usd", Title: "USD for one", SQL: "r.usd", Kind: store.Text},
			{Name: "source", Title: "Source", SQL: "r.source", Kind: store.Text},
		}}},
	{Name: "programmes", Kind: id.Programme, Title: "Programmes", Empty: "Here the programmes will stand whose sponsors pay a part of what leases cost.", First: "programme.register", Roles: staff,
		spec: store.ListSpec{Centre: "g.centre_id", From: "programme g join party p on p.id = g.sponsor_id", Key: "g.id", Search: "g.folded", Order: "name", Columns: []store.Column{
			{Name: "id", SQL: "g.id", Kind: store.Hidden, Sort: true}, hidden("sponsor_id", "g.sponsor_id"), hidden("currency", "g.currency"),
			{Name: "name", Title: "Name", SQL: "g.name", Kind: store.Text, Sort: true},
			{Name: "sponsor", Title: "Sponsor", SQL: "p.name", Kind: store.Ref, With: "sponsor_id"},
			{Name: "formula", Title: "Formula", SQL: "g.formula", Kind: store.State, Enum: []string{"rate_buy_down", "advance_discount", "lost_income"}, Filter: true},
			{Name: "budget", Title: "Budget", SQL: "g.budget_minor", Kind: store.Money, With: "currency", Sort: true},
			{Name: "from", Title: "From", SQL: "g.from_on", Kind: store.Day, Sort: true},
			{Name: "until", Title: "Until", SQL: "g.until_on", Kind: store.Day, Sort: true, Filter: true},
		}}},
	{Name: "texts", Kind: id.Text, Title: "Agreed texts", Empty: "Here the wordings will stand that two people have agreed to before a contract was signed.", First: "text.propose", Roles: staff,
		spec: store.ListSpec{From: "agreed_text t left join party a on a.id = t.applicant_id left join deal d on d.id = t.deal_id", Key: "t.id", Search: "t.folded", Order: "-id", Columns: []store.Column{
			{Name: "id", SQL: "t.id", Kind: store.Hidden, Sort: true}, hidden("applicant_id", "t.applicant_id"), hidden("deal_id", "t.deal_id"),
			{Name: "kind", Title: "Kind", SQL: "t.kind", Kind: store.State, Enum: guaranteeKinds, Filter: true},
			{Name: "applicant", Title: "Applicant", SQL: "coalesce(a.name, '')", Kind: store.Ref, With: "applicant_id"},
			{Name: "deal", Title: "Deal", SQL: "coalesce(d.nr, '')", Kind: store.Ref, With: "deal_id"},
			{Name: "template", Title: "Template", SQL: "t.template", Kind: store.Text, Filter: true},
			{Name: "language", Title: "Language", SQL: "t.language", Kind: store.Text, Filter: true},
			{Name: "state", Title: "State", SQL: "t.state", Kind: store.State, Enum: []string{"proposed", "agreed", "refused"}, Filter: true, Sort: true},
			{Name: "proposed", Title: "Proposed", SQL: "t.proposed_us", Kind: store.Moment, Sort: true},
		}}},
	{Name: "messages", Kind: id.Message, Title: "Messages", Empty: "Here every SWIFT message will stand as it came or left.", First: "guarantee.import_message", Roles: staff, plain: true,
		spec: store.ListSpec{From: "message m left join guarantee g on g.id = m.guarantee_id", Key: "m.id", Search: "lower(m.nr)", Order: "-id", Columns: []store.Column{
			{Name: "id", SQL: "m.id", Kind: store.Hidden, Sort: true}, hidden("guarantee_id", "m.guarantee_id"),
			{Name: "type", Title: "Type", SQL: "m.type", Kind: store.Text, Filter: true, Sort: true},
			{Name: "nr", Title: "Number", SQL: "m.nr", Kind: store.Text, Filter: true, Sort: true},
			{Name: "guarantee", Title: "Guarantee", SQL: "coalesce(g.nr, '')", Kind: store.Ref, With: "guarantee_id"},
			{Name: "direction", Title: "Direction", SQL: "m.direction", Kind: store.State, Enum: []string{"in", "out"}, Filter: true},
			{Name: "sender", Title: "Sender", SQL: "m.sender", Kind: store.Text, Filter: true},
			{Name: "state", Title: "State", SQL: "m.state", Kind: store.State, Enum: messageStates, Filter: true, Sort: true},
			{Name: "at", Title: "Recorded", SQL: "m.at_us", Kind: store.Moment, Sort: true},
		}}},
	{Name: "amendments", Kind: "", Title: "Amendments", Empty: "Here the amendments of guarantees will stand, with the answers of the house.", First: "guarantee.amend", Roles: staff,
		spec: store.ListSpec{From: "amendment a join guarantee g on g.id = a.guarantee_id", Key: "a.guarantee_id || a.nr", Order: "-recorded_on", Columns: []store.Column{
			hidden("id", "a.guarantee_id || a.nr"), hidden("guarantee_id", "a.guarantee_id"),
			{Name: "guarantee", Title: "Guarantee", SQL: "g.nr", Kind: store.Ref, With: "guarantee_id"},
			{Name: "nr", Title: "Amendment", SQL: "a.nr", Kind: store.Number},
			{Name: "state", Title: "State", SQL: "a.state", Kind: store.State, Enum: amendmentStates(), Filter: true, Sort: true},
			{Name: "recorded_on", Title: "Recorded", SQL: "a.recorded_on", Kind: store.Day, Sort: true, Filter: true},
			{Name: "source", Title: "Source", SQL: "a.source", Kind: store.Text},
		}}},
	{Name: "branches", Kind: id.Branch, Title: "Branches", Empty: "Here the branches of guarantors will stand, with their calendars.", First: "branch.register", Roles: staff,
		spec: store.ListSpec{From: "branch b join party p on p.id = b.party_id", Key: "b.id", Search: "b.folded", Order: "name", Columns: []store.Column{
			hidden("id", "b.id"), hidden("party_id", "b.party_id"),
			{Name: "name", Title: "Name", SQL: "b.name", Kind: store.Text, Sort: true},
			{Name: "guarantor", Title: "Guarantor", SQL: "p.name", Kind: store.Ref, With: "party_id"},
			{Name: "place", Title: "Place", SQL: "b.place", Kind: store.Text, Sort: true},
			{Name: "country", Title: "Country", SQL: "b.country", Kind: store.Text, Filter: true, Sort: true},
			{Name: "bic", Title: "BIC", SQL: "b.bic", Kind: store.Text, Filter: true},
			{Name: "calendar", Title: "Calendar", SQL: "b.calendar", Kind: store.Text, Filter: true, Sort: true},
			{Name: "changed", Title: "Changed", SQL: "b.changed_us", Kind: store.Moment},
		}}},
	{Name: "calendars", Kind: "", Title: "Calendars", Empty: "Here the calendars of places will stand, each version for ever.", First: "calendar.load", Roles: staff,
		spec: store.ListSpec{From: "place_calendar c", Key: "c.name || c.nr", Order: "name", Columns: []store.Column{
			hidden("id", "c.name || c.nr"),
			{Name: "name", Title: "Calendar", SQL: "c.name", Kind: store.Text, Filter: true, Sort: true},
			{Name: "version", Title: "Version", SQL: "c.version", Kind: store.Text, Filter: true},
			{Name: "loaded", Title: "Loaded", SQL: "c.loaded_us", Kind: store.Moment, Sort: true},
		}}},
	{Name: "indices", Kind: "", Title: "Indices", Empty: "Here the values of key rates and other indices will stand, day by day.", First: "index.record", Roles: staff,
		spec: store.ListSpec{From: "index_value i", Key: "i.name || i.on_day || i.at_us", Order: "-on", Columns: []store.Column{
			hidden("id", "i.name || i.on_day"),
			{Name: "on", Title: "Day", SQL: "i.on_day", Kind: store.Day, Sort: true, Filter: true},
			{Name: "name", Title: "Index", SQL: "i.name", Kind: store.Text, Filter: true, Sort: true},
			{Name: "value", Title: "Value, %", SQL: "i.value", Kind: store.Text},
			{Name: "source", Title: "Source", SQL: "i.source", Kind: store.Text},
		}}},
}
