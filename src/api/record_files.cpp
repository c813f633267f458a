#include "api/record_request.hpp"
#include "api/records.hpp"
#include "file/files.hpp"
#include "record/file_value.hpp"

namespace jizhi::api {
namespace {

Schema const kept_schema{"KeptFile", R"({
  "type": "object", "required": ["value", "name"], "properties": {
    "value": {"type": "string"}, "name": {"type": "string"}, "bytes": {"type": "integer"},
    "media_type": {"type": "string"}}
})"};

Result<record::Field const*> file_field(RecordRequest const& asked, Request const& request) {
    auto const* field = asked.type->field(request.path_value("field"));
    if (field == nullptr || field->type != record::FieldType::file)
        return fail("record.field.bad_request", "field", "这个字段不是附件",
                    "this field does not hold a file");
    return field;
}

}  // namespace

/// POST /record-files/{type}/{field}: keeps the bytes; what it answers is the value that the field
/// of a record is then given.
Response post_record_file(Context& context, Request const& request) {
    TRY_OR_PROBLEM(asked, RecordRequest::of(context, request, people::Right::edit));
    TRY_OR_PROBLEM(field, file_field(asked, request));
    auto const media = record::media_type_of(request.body);
    if (!record::allows_media(field->media, media))
        return Response::problem({"file.media.bad_request", field->id,
                                  "附件只能是 PDF 或图片等规定的类型，请另存后再传",
                                  "the file must be of an allowed type such as PDF or an image"});
    auto const name = std::string(request.query_value("name"));
    auto& files = *context.app().files;
    CHECK_OR_PROBLEM(files.stage(request.body));
    auto const bytes = static_cast<std::int64_t>(request.body.size());
    auto const payload = Object{{"type", asked.type->id}, {"name", name}, {"bytes", bytes}};
    TRY_OR_PROBLEM(done, context.run("file.keep", payload, [&](store::Tx& tx) -> Result<Value> {
        TRY(digest, files.put(tx, request.body));
        auto const value = record::FileValue{digest, name}.to_text();
        if (!record::FileValue::parse(value))
            return fail("file.name.bad_request", "name", "文件名为空、太长或含有 / 等字符",
                        "the file's name is empty, too long, or has characters such as /");
        return Value(Object{{"value", value},
                            {"name", name},
                            {"bytes", bytes},
                            {"media_type", std::string(media)}});
    }));
    return Response::json(201, done);
}

/// GET /records/{type}/{id}/files/{field}: what is attached to a record in one's scope. Never shown
/// in place: a browser saves it.
Response get_record_file(Context& context, Request const& request) {
    TRY_OR_PROBLEM(asked, RecordRequest::of(context, request, people::Right::read));
    TRY_OR_PROBLEM(field, file_field(asked, request));
    auto const id = request.path_value("id");
    auto& sql = context.read();
    TRY_OR_PROBLEM(row, asked.find(sql, *context.app().keys, id, true));
    auto const* value = row.values.find(field->id);
    auto const held =
        record::FileValue::parse(value == nullptr ? std::string() : value->string_or(""));
    if (!held)
        return Response::problem({"file.not_found", field->id, "这条记录没有这个附件",
                                  "nothing is attached to this record"});
    TRY_OR_PROBLEM(bytes, context.app().files->get(sql, held->digest));
    auto const media = std::string(record::media_type_of(bytes));
    return Response::file(held->name, media, std::move(bytes));
}

}  // namespace jizhi::api
