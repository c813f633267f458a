#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kit/result.hpp"
#include "value/value.hpp"

namespace jizhi::api {

using Object = jizhi::Context;  ///< entries of a JSON object; `Context` here is the request's

/// A few names with their texts, in the order they came: quicker than a map for a dozen.
class NamedTexts {
public:
    std::string& operator[](std::string_view name);  ///< adds "" where there is none
    [[nodiscard]] std::string const* find(std::string_view name) const;
    void add(std::string name, std::string text) {
        items_.emplace_back(std::move(name), std::move(text));
    }
    void reserve(std::size_t count) { items_.reserve(count); }
    [[nodiscard]] auto begin() const { return items_.begin(); }
    [[nodiscard]] auto end() const { return items_.end(); }

private:
    std::vector<std::pair<std::string, std::string>> items_;
};

/// A request as endpoints see it; net/ makes it, nothing of HTTP's wire form is left in it.
struct Request {
    std::string method;      ///< "GET"
    std::string path;        ///< "/api/v1/records/thing/0190…", still percent-encoded
    NamedTexts path_values;  ///< {type}, {id} of the pattern, decoded
    NamedTexts query;        ///< decoded, in order
    NamedTexts headers;      ///< lower-case names
    std::string body;
    std::string address;     ///< of the client
    std::string id;          ///< X-Request-Id: stands in the log and in the answer

    [[nodiscard]] std::string_view header(std::string_view lower_case_name) const;  ///< "" if none
    [[nodiscard]] std::string_view query_value(std::string_view name) const;        ///< "" if none
    /// How many rows at most: `limit` of the query (the router has refused what is no count), but
    /// no more than `most`; `usual` where it is not said.
    [[nodiscard]] std::int64_t limit(std::int64_t usual, std::int64_t most) const;
    [[nodiscard]] std::string const& path_value(std::string_view name) const;       ///< asserts
    /// The body as JSON; the error names line and column. Parsed once, then handed out again. Where
    /// the endpoint names a schema (`in`), the router has checked the body against it before.
    [[nodiscard]] Result<Value> json() const;

private:
    mutable std::optional<Value> parsed_;
};

/// One field of a body that is wrong, for the form to show beside it.
struct FieldError {
    std::string field;  ///< "values.name"
    Error error;
};

/// An answer that goes on: net/ asks for more about once a second, never twice at a time, on any
/// thread. It ends where the client leaves, reads too slowly, or `next` says so.
class Stream {
public:
    virtual ~Stream() = default;
    /// What to send now, at most a few pages; "" for nothing yet, nothing at all for the end.
    [[nodiscard]] virtual std::optional<std::string> next() = 0;
};

struct HandedIn;

struct Response {
    int status = 200;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    std::shared_ptr<Stream> stream;  ///< instead of a body
    std::string account;             ///< of who asked, for the log of requests
    std::string_view lasting_body;  ///< instead of `body`: bytes that outlive the server
    [[nodiscard]] std::string_view content() const {
        return lasting_body.empty() ? std::string_view{body} : lasting_body;
    }

    /// Set by `Context::hand_in`: there is no answer before this command has one.
    std::shared_ptr<HandedIn> handed_in;

    /// Set by `problem`: the router writes the body from it in the language of the asker.
    struct Problem {
        Error error;
        std::vector<FieldError> fields;
    };
    std::shared_ptr<Problem const> problem_of;

    [[nodiscard]] static Response json(int status, Value const& value);
    /// JSON that is already text: for answers made many times a second.
    [[nodiscard]] static Response json_text(int status, std::string text);
    [[nodiscard]] static Response no_content();
    /// RFC 9457 application/problem+json: status from the error's code (see api/problem.cpp).
    [[nodiscard]] static Response problem(Error const& error);
    [[nodiscard]] static Response problem(int status, Error const& error);
    /// 422 with the fields that are wrong.
    [[nodiscard]] static Response problem(Error const& error, std::vector<FieldError> fields);
    [[nodiscard]] static Response file(std::string name, std::string media_type, std::string bytes);
};

}  // namespace jizhi::api
