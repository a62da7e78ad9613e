package goods_test

import (
	"fmt"

	"kontor/day"
	"kontor/goods"
	"kontor/money"
)

// A unit arrives, is claimed by one deal, and may not leave before its papers are in order.
func Example() {
	today := day.MustOf(2026, 3, 2)
	u := goods.Unit{Maker: "pt_granit", Model: "Granit 220", Segment: goods.MiningDumpTruck, Serial: "GR-220 00017", HS: "8704.10", Year: 2026,
		ListPrice: money.Of(98_000_000, "EUR"), Ownership: goods.MakerConsigned, Supply: goods.AtBorder,
		Papers: goods.Papers{Passport: goods.PassportDraft, Customs: goods.CustomsCleared, Inspection: goods.InspectionOpen}}
	fmt.Println(u.Check())

	u, err := u.Advance(goods.Move{To: goods.Received, Plate: "gr22000017"})
	fmt.Println(u.Supply, err)

	u.Claim, _ = u.Claim.Take(goods.Claim{Kind: goods.Reserved, Deal: "D-2041", Until: day.MustOf(2026, 3, 16)}, today)
	_, err = u.Claim.Take(goods.Claim{Kind: goods.Allocated, Deal: "D-2050"}, today)
	fmt.Println(err)

	for _, b := range u.Papers.Blockers() {
		fmt.Printf("%s: %s\n", b.Text, b.Hint)
	}
	// Output:
	// <nil>
	// received <nil>
	// the unit is reserved for D-2041 until 2026-03-16
	// the passport is only in draft: have the passport activated and record its number
	// the inspection is open: rate every step and close the inspection
}
