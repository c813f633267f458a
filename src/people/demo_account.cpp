#include "people/demo_account.hpp"

namespace jizhi::people {

void publish_demo_account(store::Tx& tx, DemoAccount const& account) {
    tx.sql().execute(R"sql(
        INSERT INTO demo_account (login, password, title_zh, title_en, made_at)
        VALUES (?, ?, ?, ?, ?)
    )sql",
                     {std::string_view(account.login), std::string_view(account.password),
                      std::string_view(account.title.zh), std::string_view(account.title.en),
                      tx.now()});
}

std::vector<DemoAccount> demo_accounts(store::Connection& sql) {
    auto found = std::vector<DemoAccount>{};
    sql.query(R"sql(
        SELECT d.login, d.password, d.title_zh, d.title_en
        FROM demo_account d JOIN account a ON a.login = d.login
        WHERE a.demo = 1 AND a.state = 'active'
          AND NOT EXISTS (SELECT 1 FROM account_password p WHERE p.account = a.id)
        ORDER BY d.made_at, d.login
    )sql",
              {}, [&](store::Row const& row) {
                  found.push_back({.login = std::string(row.text(0)),
                                   .password = std::string(row.text(1)),
                                   .title = {std::string(row.text(2)), std::string(row.text(3))}});
              });
    return found;
}

}  // namespace jizhi::people
