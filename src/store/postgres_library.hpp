#pragma once
#include <libpq-fe.h>

namespace jizhi::store {

/// The functions of libpq that are used, from the shared library that is loaded when the first
/// PostgreSQL database is opened: a program that only uses SQLite needs no libpq.
struct PostgresLibrary {
    decltype(&PQconnectdb) connectdb;
    decltype(&PQfinish) finish;
    decltype(&PQstatus) status;
    decltype(&PQerrorMessage) errorMessage;
    decltype(&PQtransactionStatus) transactionStatus;
    decltype(&PQenterPipelineMode) enterPipelineMode;
    decltype(&PQexitPipelineMode) exitPipelineMode;
    decltype(&PQpipelineSync) pipelineSync;
    decltype(&PQsendPrepare) sendPrepare;
    decltype(&PQsendQueryPrepared) sendQueryPrepared;
    decltype(&PQgetResult) getResult;
    decltype(&PQexec) exec;
    decltype(&PQresultStatus) resultStatus;
    decltype(&PQresultErrorMessage) resultErrorMessage;
    decltype(&PQresultErrorField) resultErrorField;
    decltype(&PQntuples) ntuples;
    decltype(&PQnfields) nfields;
    decltype(&PQgetisnull) getisnull;
    decltype(&PQgetvalue) getvalue;
    decltype(&PQgetlength) getlength;
    decltype(&PQcmdTuples) cmdTuples;
    decltype(&PQclear) clear;
    decltype(&PQsetNoticeProcessor) setNoticeProcessor;
};

/// Throws Failure, naming the package to install, where libpq is missing.
PostgresLibrary const& postgres_library();

}  // namespace jizhi::store
