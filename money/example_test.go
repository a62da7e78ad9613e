package money_test

import (
	"fmt"

	"kontor/money"
)

func Example() {
	price := money.MustParse("150000.00 EUR")
	num, den := money.MustParseRate("7.25").Ratio()
	year, err := price.MulRat(num, den, money.HalfUp)
	if err != nil {
		fmt.Println(err)
	}
	fmt.Println(price, "at 7.25 %:", year)
	_, err = price.Add(money.MustParse("1 USD"))
	fmt.Println(err)
	_, err = money.Parse("150000,00 EUR")
	fmt.Println(err)
	// Output:
	// 150000.00 EUR at 7.25 %: 10875.00 EUR
	// 150000.00 EUR and 1.00 USD are in different currencies
	// 150000,00 is not an amount: only digits and one point are understood
}

func ExampleSplit() {
	parts, err := money.Split(10_000, []int64{2, 1, 1, 2}) // 100.00 EUR over four cost centres
	fmt.Println(parts, err)
	// Output: [3333 1667 1667 3333] <nil>
}

func ExampleSplitEven() {
	parts, err := money.SplitEven(100, 3)
	fmt.Println(parts, err)
	// Output: [34 33 33] <nil>
}
