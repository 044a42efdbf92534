// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/certificate.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <memory>
#include <stdexcept>

namespace bayline::faults {

namespace {

template <class T, void (*Free)(T*)>
struct Freed
{
    void operator()(T* thing) const { Free(thing); }
};
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY, EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freed<X509, X509_free>>;

void AddExtension(X509* certificate, int nid, const char* value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value);
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

template <class Write>
void WritePem(const std::filesystem::path& path, Write write)
{
    std::FILE* file = std::fopen(path.c_str(), "w");
    const bool good = file != nullptr && write(file) == 1;
    if (file == nullptr || std::fclose(file) != 0 || !good) {
        throw std::runtime_error(path.string() + " cannot be written");
    }
}

} // namespace

void WriteCertificate(const std::filesystem::path& certificate, const std::filesystem::path& key, bool expired)
{
    constexpr long kDay = 24 * 60 * 60;
    const Key itsKey(EVP_EC_gen("P-256"));
    const Certificate made(X509_new());
    X509_set_version(made.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(made.get()), expired ? 2 : 1);
    X509_gmtime_adj(X509_getm_notBefore(made.get()), -10 * kDay);
    X509_gmtime_adj(X509_getm_notAfter(made.get()), expired ? -kDay : kDay);
    X509_set_pubkey(made.get(), itsKey.get());
    X509_NAME* name = X509_get_subject_name(made.get());
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("127.0.0.1"), -1, -1,
                               0);
    X509_set_issuer_name(made.get(), name);
    AddExtension(made.get(), NID_basic_constraints, "critical,CA:TRUE");
    AddExtension(made.get(), NID_subject_alt_name, "IP:127.0.0.1");
    if (X509_sign(made.get(), itsKey.get(), EVP_sha256()) == 0) {
        throw std::runtime_error("a certificate could not be signed");
    }
    WritePem(certificate, [&](std::FILE* file) { return PEM_write_X509(file, made.get()); });
    WritePem(key, [&](std::FILE* file) {
        return PEM_write_PrivateKey(file, itsKey.get(), nullptr, nullptr, 0, nullptr, nullptr);
    });
}

} // namespace bayline::faults
