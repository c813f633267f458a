#include "feel/builtin.hpp"

#include "feel/testing.hpp"

namespace jizhi::feel {
namespace {

using testing::expect;

TEST(Builtin, works_on_text_by_code_point) {
    expect({{"substring(\"foobar\", 3)", "\"obar\""},
            {"substring(\"foobar\", -2, 1)", "\"a\""},
            {"substring(\"社区工作者\", 3, 2)", "\"工作\""},
            {"substring(\"😀王\", 2)", "\"王\""},
            {"substring(\"abc\", 0)", "null"},
            {"substring(\"abc\", 4)", "null"},
            {"string length(\"社区😀\")", "3"},
            {"string length(null)", "null"},
            {"upper case(\"aBc4é\")", "\"ABC4É\""},
            {"lower case(\"ABC4É\")", "\"abc4é\""},
            {"substring before(\"foobar\", \"bar\")", "\"foo\""},
            {"substring before(\"foobar\", \"xyz\")", "\"\""},
            {"substring after(\"foobar\", \"ob\")", "\"ar\""},
            {"substring after(\"\", \"a\")", "\"\""},
            {"contains(\"foobar\", \"of\")", "false"},
            {"starts with(\"foobar\", \"fo\")", "true"},
            {"ends with(\"foobar\", \"r\")", "true"},
            {"string join([\"a\", null, \"c\"], \"-\")", "\"a-c\""},
            {"string join([\"a\", \"b\"])", "\"ab\""},
            {"string join([1])", "null"},
            {"normalize space(\"  a   b \")", "\"a b\""},
            {"\"\\u738b\\U01F600\"", "\"王😀\""}});
}

TEST(Builtin, rounds_as_named) {
    expect({{"decimal(1/3, 2)", "0.33"},
            {"decimal(2.5, 0)", "2"},
            {"decimal(3.5, 0)", "4"},
            {"floor(-1.5)", "-2"},
            {"floor(-1.56, 1)", "-1.6"},
            {"ceiling(-1.5)", "-1"},
            {"ceiling(1.51, 1)", "1.6"},
            {"round up(5.5, 0)", "6"},
            {"round up(-5.5, 0)", "-6"},
            {"round down(-5.5, 0)", "-5"},
            {"round half up(2.5, 0)", "3"},
            {"round half down(2.5, 0)", "2"},
            {"round half down(-2.51, 0)", "-3"},
            {"round half even(2.5)", "2"},
            {"round up(1.1, 7000)", "null"},
            {"modulo(-12, 5)", "3"},
            {"modulo(1, 0)", "null"},
            {"abs(@\"-P1Y\")", "@\"P1Y\""},
            {"abs(-10)", "10"},
            {"sqrt(16)", "4"},
            {"sqrt(-1)", "null"},
            {"log(0)", "null"},
            {"odd(5)", "true"},
            {"even(5.0)", "false"},
            {"even(1E+30)", "true"},
            {"odd(5.5)", "false"}});
}

TEST(Builtin, handles_lists) {
    expect(
        {{"list contains([1, 2, null], null)", "true"},
         {"count([])", "0"},
         {"count(1)", "1"},
         {"sublist([4, 5, 6], 1, 2)", "[4, 5]"},
         {"sublist([4, 5, 6], -2)", "[5, 6]"},
         {"sublist([4, 5, 6], 2, 3)", "null"},
         {"append([1], 2, 3)", "[1, 2, 3]"},
         {"concatenate([1, 2], [3])", "[1, 2, 3]"},
         {"insert before([1, 3], 1, 2)", "[2, 1, 3]"},
         {"remove([1, 2, 3], 2)", "[1, 3]"},
         {"reverse([1, 2, 3])", "[3, 2, 1]"},
         {"index of([1, 2, 3, 2], 2)", "[2, 4]"},
         {"union([1, 2], [2, 3])", "[1, 2, 3]"},
         {"distinct values([1, 2, 3, 2, 1])", "[1, 2, 3]"},
         {"flatten([[1, 2], [[3]], 4])", "[1, 2, 3, 4]"},
         {"list replace([2, 4, 7, 8], 3, 6)", "[2, 4, 6, 8]"},
         {"list replace([2, 4, 7, 8], function(item, newItem) item < newItem, 5)", "[5, 5, 7, 8]"},
         {"sort([3, 1, 2])", "[1, 2, 3]"},
         {"sort(list: [3, 1, 2], precedes: function(x, y) x > y)", "[3, 2, 1]"},
         {"sort([1, \"a\"])", "null"},
         {"is empty([])", "true"}});
}

TEST(Builtin, computes_statistics) {
    expect({{"sum(1, 2, 3)", "6"},
            {"sum([])", "null"},
            {"sum([1, null])", "null"},
            {"sum([@\"P1D\", @\"PT12H\"])", "@\"P1DT12H\""},
            {"mean([1, 2, 4])", "2.333333333333333333333333333333333"},
            {"min(\"a\", \"b\")", "\"a\""},
            {"max([@\"2024-01-01\", @\"2024-02-01\"])", "@\"2024-02-01\""},
            {"min([1, \"a\"])", "null"},
            {"median(8, 2, 5, 3, 4)", "4"},
            {"median([6, 1, 2, 3])", "2.5"},
            {"stddev(2, 4, 7, 5)", "2.081665999466132735282297706979931"},
            {"stddev([47])", "null"},
            {"mode([6, 1, 9, 6, 1])", "[1, 6]"},
            {"mode([])", "[]"},
            {"product([2, 3, 4])", "24"},
            {"all([true, null, false])", "false"},
            {"all([true, null])", "null"},
            {"all([])", "true"},
            {"any([false, null, true])", "true"},
            {"any([])", "false"}});
}

TEST(Builtin, handles_contexts) {
    expect({{"get value({a: 1}, \"a\")", "1"},
            {"get value({a: {b: 2}}, [\"a\", \"b\"])", "2"},
            {"get entries({a: 1})", "[{key: \"a\", value: 1}]"},
            {"context([{key: \"a\", value: 1}, {key: \"b\", value: 2}])", "{a: 1, b: 2}"},
            {"context([{key: \"a\", value: 1}, {key: \"a\", value: 2}])", "null"},
            {"context put({a: 1}, \"b\", 2)", "{a: 1, b: 2}"},
            {"context put({a: {b: 1}}, [\"a\", \"b\"], 2)", "{a: {b: 2}}"},
            {"context put({a: 1}, [\"a\", \"b\"], 2)", "null"},
            {"context put({}, [\"a\", \"b\"], 2)", "null"},
            {"context put({a: 1}, \"a\", null)", "{a: null}"},
            {"context merge([{a: 1}, {a: 2, b: 3}])", "{a: 2, b: 3}"}});
}

TEST(Builtin, makes_dates_and_times) {
    Environment environment;
    environment.today = Date{20000};
    environment.now = 1'700'000'000'500'000;
    expect(
        {{"date(\"2024-02-29\")", "@\"2024-02-29\""},
         {"date(2024, 2, 30)", "null"},
         {"date(date and time(\"2024-02-29T10:00:00\"))", "@\"2024-02-29\""},
         {"date and time(\"2024-02-29\")", "@\"2024-02-29T00:00:00\""},
         {"date and time(date(\"2024-02-29\"), time(\"10:00:00Z\"))", "@\"2024-02-29T10:00:00Z\""},
         {"time(10, 30, 0)", "@\"10:30:00\""},
         {"time(10, 30, 0, duration(\"PT8H\"))", "@\"10:30:00+08:00\""},
         {"time(24, 0, 0)", "null"},
         {"time(\"10:30:00@Nowhere/Town\")", "null"},
         {"duration(\"P1Y6M\")", "@\"P1Y6M\""},
         {"duration(\"P1Y1D\")", "null"},
         {"years and months duration(date(\"2011-12-22\"), date(\"2013-08-24\"))", "@\"P1Y8M\""},
         {"today()", "@\"2024-10-04\""},
         {"now()", "@\"2023-11-14T22:13:20.5Z\""},
         {"day of year(@\"2019-09-17\")", "260"},
         {"day of week(@\"2019-09-17\")", "\"Tuesday\""},
         {"month of year(@\"2019-09-17\")", "\"September\""},
         {"week of year(@\"2005-01-01\")", "53"},
         {"last day of month(@\"2024-02-01\")", "@\"2024-02-29\""},
         {"@\"2024-01-31\" + @\"P1M\"", "@\"2024-02-29\""},
         {"@\"23:30:00\" + @\"PT1H\"", "@\"00:30:00\""},
         {"@\"P1Y\" * 1.5", "@\"P1Y6M\""},
         {"@\"P1D\" / @\"PT12H\"", "2"},
         {"@\"2024-01-01T00:00:00@Asia/Shanghai\" = @\"2023-12-31T16:00:00Z\"", "true"},
         {"@\"-999999999-01-01\" - @\"P1Y\"", "null"}},
        environment);
}

TEST(Builtin, relates_ranges_and_points) {
    expect({{"before(1, 10)", "true"},
            {"before([1..10), 10)", "true"},
            {"after([5..10], [1..5))", "true"},
            {"meets([1..5], [5..10])", "true"},
            {"met by([5..10], [1..5))", "false"},
            {"overlaps([5..10], (1..8])", "true"},
            {"overlaps before([1..5], [3..10])", "true"},
            {"overlaps after([5..10], [1..6])", "true"},
            {"finishes(10, [1..10])", "true"},
            {"finished by([1..10], [5..10])", "true"},
            {"includes([1..10], 1)", "true"},
            {"during([4..6), [1..10])", "true"},
            {"starts((1..5], (1..10])", "true"},
            {"started by([1..10], 1)", "true"},
            {"coincides([1..5], [1..5])", "true"},
            {"range(\"[18..21)\")", "[18..21)"},
            {"range(\"[18..x)\")", "null"},
            {"[1..5].start included", "true"},
            {"(< 5).end", "5"}});
}

TEST(Builtin, converts) {
    expect({{"number(\"1 000,5\", \" \", \",\")", "1000.5"},
            {"number(\"1,000\", \",\", \",\")", "null"},
            {"number(\"abc\")", "null"},
            {"string(123.45)", "\"123.45\""},
            {"string(null)", "null"},
            {"string([1, \"a\", {b: @\"2024-01-01\"}])", "\"[1, \\\"a\\\", {b: 2024-01-01}]\""},
            {"is(@\"23:00:50@Australia/Melbourne\", @\"23:00:50+10:00\")", "false"},
            {"is(1, 1.0)", "true"},
            {"not(\"a\")", "null"},
            {"get or else(null, 1)", "1"},
            {"is defined({a: 1}.b)", "false"},
            {"assert(5, true)", "5"},
            {"assert(5, false, \"no\")", "null"}});
}

TEST(Builtin, takes_arguments_by_name) {
    expect({{"substring(start position: 2, string: \"abc\")", "\"bc\""},
            {"substring(text: \"abc\", start position: 2)", "null"},
            {"substring(\"abc\")", "null"},
            {"date(year: 2024, month: 2, day: 29)", "@\"2024-02-29\""},
            {"before(range: [1..2], point: 3)", "true"}});
}

}  // namespace
}  // namespace jizhi::feel
