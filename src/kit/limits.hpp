#pragma once
#include <cstddef>
#include <cstdint>

/// Every bound of the program, in one place, unit last. What is larger is refused with a message
/// that names the bound; nothing grows because somebody sent more.
namespace jizhi::limits {

constexpr std::size_t body_bytes_max = 1U << 20U;        ///< of a request, uploads aside
constexpr std::size_t head_bytes_max = 16U << 10U;       ///< of a request: its line and headers
constexpr std::size_t headers_max = 100;                 ///< of a request
constexpr std::size_t target_bytes_max = 8U << 10U;      ///< of a request: path and query
constexpr std::size_t queued_requests_max = 1'000;       ///< waiting for a worker thread
constexpr std::size_t upload_bytes_max = 64U << 20U;     ///< of an uploaded file
constexpr std::size_t sheet_file_bytes_max = 50U << 20U;   ///< of a spreadsheet
constexpr std::size_t sheet_part_bytes_max = 128U << 20U;  ///< of one part of it once unzipped
constexpr std::size_t sheet_kept_bytes_max = 384U << 20U;  ///< of its cells as they are in memory
constexpr std::size_t cell_bytes_max = 32'767U * 4;  ///< Excel's own limit of characters, in UTF-8
constexpr std::size_t rows_max = 200'000;            ///< of one import
constexpr std::size_t columns_max = 400;             ///< of one import
constexpr std::size_t json_depth_max = 64;
constexpr std::size_t yaml_bytes_max = 4U << 20U;
constexpr std::size_t text_bytes_max = 64U << 10U;  ///< of one field of a record
constexpr std::size_t page_rows_max = 500;          ///< of one page of a list
constexpr std::size_t export_rows_max = 200'000;

constexpr int commands_per_commit_max = 100;
constexpr std::int64_t commit_work_micros_max = 2'000;
constexpr std::size_t queued_commands_max = 10'000;
constexpr int read_connections_max = 32;
constexpr int statements_per_connection_max = 256;

constexpr int password_bytes_max = 1'024;
constexpr int password_hashes_at_once_max = 2;  ///< 19 MiB each
constexpr int sign_in_failures_max = 5;
constexpr std::int64_t sign_in_lock_minutes = 30;
constexpr std::int64_t session_idle_minutes = 15;

constexpr int event_streams_max = 1'000;          ///< open at a time
constexpr int event_streams_per_account_max = 8;  ///< her windows, on all her machines
constexpr std::int64_t event_numbers_per_look_max = 500;
constexpr std::int64_t events_resumed_max = 20'000;  ///< who missed more is told to load anew

}  // namespace jizhi::limits
