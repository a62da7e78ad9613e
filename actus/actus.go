// Package actus turns the terms of a contract into its cash flows: a list of dated events, each with what is paid and how
// the contract stands after it.
//
// Terms hold what was agreed, under the names of the ACTUS dictionary; Observations hold what the world showed since
// (index values, defaults, prepayments, holidays). Project makes Events of the two. It reads no clock, rounds nothing and
// converts no currency; who books amounts rounds them afterwards. A payoff is positive when it flows to the side
// that ContractRole names. The zero Mode is what is economically right; Conformance reproduces the public test cases of
// ACTUS where they pin something else. Eighteen contract types are known, from a bullet loan (PAM) to a collateral (CEC).
package actus
