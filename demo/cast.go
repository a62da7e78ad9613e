package demo

import (
	"kontor/day"
	"kontor/desk"
)

// company is one party of the demo. Every name in the cast is invented.
type company struct {
	name    string
	latin   string // the name in Latin letters when the register writes it otherwise
	country string
	address string
	roles   []string
	trade   string // what a customer does: mining, construction, farming, municipal, transport
	who     string // who accepts machines for it

	id      string
	joined  day.Date // day of registration with the house
	patient day.Date // until then nobody looks at its hits
	master  *promise // guarantee that secures several of its deals
}

func maker(name, latin, country, address string) *company {
	return &company{name: name, latin: latin, country: country, address: address, roles: []string{"maker"}}
}

func guarantor(name, latin, country, address string) *company {
	return &company{name: name, latin: latin, country: country, address: address, roles: []string{"guarantor"}}
}

func customer(trade, name, latin, country, address, who string) *company {
	return &company{name: name, latin: latin, country: country, address: address, roles: []string{"customer"}, trade: trade, who: who}
}

// cast is everybody the house deals with.
type cast struct {
	makers, guarantors, customers []*company
}

// Places in the cast that the stories name.
const (
	gromadar   = 0 // mining dump trucks
	tarvenik   = 1 // trucks
	zhitnevo   = 2 // tractors and implements
	brennhalde = 3 // buses
	travnorad  = 4 // municipal vehicles
	laofeng    = 5 // implements

	marschgrund = 0 // banks
	vetlan      = 1
	belogornban = 2
	merkur      = 3 // a small bank with a small limit
	sturmdeich  = 4 // credit insurer: its policies do not pay on demand
	fund        = 5 // regional fund: its guarantees are subsidiary
)

func newCast() *cast {
	return &cast{
		makers: []*company{
			maker("ОАО «Громадарский завод карьерных машин»", "Gromadar Quarry Machines", "BY", "Заводская ул. 1, Громадар"),
			maker("ОАО «Тарвеник-Авто»", "Tarvenik-Avto", "BY", "Шоссейная ул. 14, Тарвеник"),
			maker("ОАО «Житневский тракторный завод»", "Zhitnevo Tractor Works", "BY", "Тракторная ул. 3, Житнев"),
			maker("Brennhalde Omnibuswerke GmbH", "", "DE", "Werkring 8, Brennhalde"),
			maker("Travnorad Komunál a.s.", "", "CZ", "Dílenská 22, Travnorad"),
			maker("Qingbei Laofeng Implements Co., Ltd.", "", "CN", "66 Laofeng Road, Qingbei"),
		},
		guarantors: []*company{
			guarantor("Marschgrund Handelsbank AG", "", "DE", "Deichallee 5, Marschgrund"),
			guarantor("ОАО «Ветлан Экспортбанк»", "Vetlan Export Bank", "BY", "Банковский пер. 2, Ветлан"),
			guarantor("АО «Белогорнбанк»", "Belogornbank", "RU", "Площадь Труда 7, Белогорн"),
			guarantor("Travna Merkur banka a.s.", "", "CZ", "Náměstí 1, Travna"),
			guarantor("Sturmdeich Kreditversicherung AG", "", "DE", "Am Siel 12, Sturmdeich"),
			guarantor("Фонд развития Белогорнского края", "Belogorn Regional Development Fund", "RU", "Площадь Труда 1, Белогорн"),
		},
		customers: append(append(append(append(miners(), builders()...), farmers()...), municipals()...), carriers()...),
	}
}

func miners() []*company {
	return []*company{
		customer("mining", "ООО «Разрез Тальнорский»", "Razrez Talnorsky", "RU", "Карьерная ул. 4, Тальнор", "П. А. Осокоров"),
		customer("mining", "АО «Ярмалинуголь»", "Yarmalinugol", "RU", "пр. Шахтёров 31, Ярмалин", "Л. И. Вежнова"),
		customer("mining", "АО «Кедроярская горная компания»", "Kedroyar Mining Company", "RU", "Горная ул. 2, Кедроярск", "С. В. Тулмаков"),
		customer("mining", "ООО «Карьер Верхнесойский»", "Karyer Verkhnesoysky", "RU", "Нагорная ул. 18, Верхняя Сойва", "Н. К. Ольжичев"),
		customer("mining", "ООО «Шорогинский разрез»", "Shoroginsky razrez", "RU", "Центральная ул. 9, Шорога", "Д. Р. Ямтуров"),
		customer("mining", "Nordwald Bergbau GmbH", "", "DE", "Zechenweg 1, Nordwald", "K. Hellwarth"),
		customer("mining", "Sarytobe Kenish LLP", "", "KZ", "12 Kenshi Street, Sarytobe", "A. Dauletkul"),
		customer("mining", "Alamkut Copper LLP", "", "KZ", "3 Zavodskaya Street, Alamkut", "M. Tursunkhan"),
	}
}

func builders() []*company {
	return []*company{
		customer("construction", "ООО «Стройтрасса Белогорн»", "Stroytrassa Belogorn", "RU", "Дорожная ул. 40, Белогорн", "В. Г. Ромшин"),
		customer("construction", "АО «Мостожар»", "Mostozhar", "RU", "Набережная ул. 11, Белогорн", "Е. П. Кладова"),
		customer("construction", "ООО «Дорстрой-Ивлень»", "Dorstroy-Ivlen", "RU", "Объездная ул. 5, Ивлень", "О. Н. Шатьев"),
		customer("construction", "Felsgrund Tiefbau GmbH", "", "DE", "Steinbruchstr. 77, Felsgrund", "U. Brandacker"),
		customer("construction", "Karatasdy Kurylys LLP", "", "KZ", "8 Tasdy Avenue, Karatasdy", "B. Ermekov"),
	}
}

func farmers() []*company {
	return []*company{
		customer("farming", "СПК «Ивлевские нивы»", "Ivlevskie nivy", "RU", "Полевая ул. 1, с. Ивлево", "Т. М. Зорькина"),
		customer("farming", "ООО «Агрофирма Ржаной Дол»", "Agrofirma Rzhanoy Dol", "RU", "Мельничная ул. 6, Ржаной Дол", "Г. Ф. Пашнев"),
		customer("farming", "ООО «Молочный Ключ Белогорн»", "Molochny Klyuch Belogorn", "RU", "Луговая ул. 3, Белогорн", "И. С. Творогин"),
		customer("farming", "ООО «Семиозёрский картофель»", "Semiozersky kartofel", "RU", "Озёрная ул. 15, Семиозёрье", "А. Д. Бульбин"),
		customer("farming", "КФХ «Осинова Гать»", "Osinova Gat Farm", "RU", "хутор Осинова Гать, 2", "М. Е. Гатов"),
		customer("farming", "Agrohof Lindenmoor eG", "", "DE", "Moorweg 9, Lindenmoor", "F. Torfhauer"),
		customer("farming", "Gospodarstwo Rolne Zbożyn Sp. z o.o.", "", "PL", "ul. Polna 4, Zbożyn", "W. Kłosek"),
	}
}

func municipals() []*company {
	return []*company{
		customer("municipal", "МУП «Белогорнгортранс»", "Belogorngortrans", "RU", "Парковая ул. 20, Белогорн", "Р. Л. Маршруткин"),
		customer("municipal", "МУП «Чистый Ивлень»", "Chisty Ivlen", "RU", "Хозяйственная ул. 8, Ивлень", "З. А. Метлова"),
		customer("municipal", "МКУ «Благоустройство Кедроярска»", "Blagoustroystvo Kedroyarska", "RU", "Садовая ул. 2, Кедроярск", "К. О. Липина"),
		customer("municipal", "Stadtwerke Hohenlauch GmbH", "", "DE", "Am Depot 3, Hohenlauch", "S. Kehrbach"),
	}
}

func carriers() []*company {
	return []*company{
		customer("transport", "ООО «Транслогист-Сойва»", "Translogist-Soyva", "RU", "Терминальная ул. 1, Сойва", "Б. Ю. Фурин"),
		customer("transport", "ООО «Вахтавозрейс»", "Vakhtavozreys", "RU", "Вахтовая ул. 12, Ярмалин", "Ю. Т. Рейсов"),
		customer("transport", "Przewozy Mokrowo Sp. z o.o.", "", "PL", "ul. Składowa 10, Mokrowo", "J. Wozak"),
		customer("transport", "Sandhaff Spedition GmbH", "", "DE", "Hafenkamp 2, Sandhaff", "M. Ladewig"),
	}
}

// find gives a customer by its Latin name or its name.
func (k *cast) find(name string) *company {
	for _, c := range k.customers {
		if c.latin == name || c.name == name {
			return c
		}
	}
	panic("demo: nobody is called " + name)
}

// label is how a story calls a company in English.
func (c *company) label() string {
	if c.latin != "" {
		return c.latin
	}
	return c.name
}

// join registers a company with the house, once.
func (c *chronicle) join(p *company) {
	if p.id != "" {
		return
	}
	req := desk.PartyRequest{Name: p.name, Kind: "entity", Country: p.country, Roles: p.roles, Address: p.address}
	if p.latin != "" {
		req.Aliases = []string{p.latin}
	}
	r := c.random("numbers of " + p.name)
	for _, n := range officialNumbers(r, p.country) {
		req.Identifiers = append(req.Identifiers, desk.IdentifierRequest{Scheme: n[0], Value: n[1]})
	}
	req.RegisteredOn = start.Add(-400 - r.IntN(6000))
	p.id, p.joined = do(c, c.clerk, desk.RegisterParty, req).ID, c.today
}
