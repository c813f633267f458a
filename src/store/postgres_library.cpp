#include "store/postgres_library.hpp"

#include <dlfcn.h>

#include <string>

#include "store/connection.hpp"

namespace jizhi::store {
namespace {

template <class Function>
void find(void* library, char const* name, Function& function) {
    function = reinterpret_cast<Function>(dlsym(library, name));
    if (function == nullptr)
        throw Failure(Failure::Kind::broken, std::string("libpq.so.5 has no ") + name);
}

PostgresLibrary load() {
    auto* const so = dlopen("libpq.so.5", RTLD_NOW | RTLD_LOCAL);
    if (so == nullptr)
        throw Failure(Failure::Kind::broken,
                      "libpq.so.5 is missing: install the package libpq5 (请安装软件包 libpq5)");
    PostgresLibrary pq{};
    find(so, "PQconnectdb", pq.connectdb);
    find(so, "PQfinish", pq.finish);
    find(so, "PQstatus", pq.status);
    find(so, "PQerrorMessage", pq.errorMessage);
    find(so, "PQtransactionStatus", pq.transactionStatus);
    find(so, "PQenterPipelineMode", pq.enterPipelineMode);
    find(so, "PQexitPipelineMode", pq.exitPipelineMode);
    find(so, "PQpipelineSync", pq.pipelineSync);
    find(so, "PQsendPrepare", pq.sendPrepare);
    find(so, "PQsendQueryPrepared", pq.sendQueryPrepared);
    find(so, "PQgetResult", pq.getResult);
    find(so, "PQexec", pq.exec);
    find(so, "PQresultStatus", pq.resultStatus);
    find(so, "PQresultErrorMessage", pq.resultErrorMessage);
    find(so, "PQresultErrorField", pq.resultErrorField);
    find(so, "PQntuples", pq.ntuples);
    find(so, "PQnfields", pq.nfields);
    find(so, "PQgetisnull", pq.getisnull);
    find(so, "PQgetvalue", pq.getvalue);
    find(so, "PQgetlength", pq.getlength);
    find(so, "PQcmdTuples", pq.cmdTuples);
    find(so, "PQclear", pq.clear);
    find(so, "PQsetNoticeProcessor", pq.setNoticeProcessor);
    return pq;
}

}  // namespace

PostgresLibrary const& postgres_library() {
    static auto const loaded = load();
    return loaded;
}

}  // namespace jizhi::store
