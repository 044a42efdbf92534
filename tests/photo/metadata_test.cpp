// SPDX-License-Identifier: GPL-3.0-or-later
// A corpus of metadata as cameras, phones and programs write it: none of it may be left, and names of files stay words.
#include "photo/client.h"
#include "samples.h"

#include <fstream>
#include <gtest/gtest.h>
#include <random>

namespace bayline::photo::test {
namespace {

/// One file for each of the tags and places, and some with many.
std::vector<std::string> Corpus()
{
    const std::string place = " -GPSLatitude=31.2304 -GPSLatitudeRef=N -GPSLongitude=121.4737 -GPSLongitudeRef=E";
    std::vector<std::string> tags = {
        place,
        place + " -GPSAltitude=12 -GPSDateStamp=2026:11:22 -GPSTimeStamp=10:11:12 -GPSImgDirection=90",
        " -XMP:GPSLatitude=31.2304 -XMP:GPSLongitude=121.4737",
        " -XMP-photoshop:City=Shanghai -XMP-iptcCore:Location=Minhang",
        " -IPTC:City=Shanghai -IPTC:By-line=Somebody -IPTC:Caption-Abstract=secret",
        " -Comment=secret",
        " -XMP-dc:Description=secret -XMP-dc:Title=secret -XMP-dc:Rights=secret",
        " -EXIF:ImageDescription=secret -EXIF:Copyright=secret -EXIF:Artist=Somebody",
        " -EXIF:UserComment=secret",
        " -XMP-xmpMM:DocumentID=secret -XMP-xmpMM:InstanceID=secret",
        " -Photoshop:URL=http://secret.example",
        " -EXIF:OwnerName=Somebody -EXIF:LensSerialNumber=SN123456 -EXIF:SerialNumber=SN123456",
        " -XMP-aux:SerialNumber=SN123456 -XMP-aux:OwnerName=Somebody",
        " -EXIF:XPComment=secret -EXIF:XPAuthor=Somebody -EXIF:XPKeywords=secret",
        " -XMP-mwg-rs:RegionName=Somebody -XMP-mwg-rs:RegionType=Face",
        " -ICC_Profile:ProfileDescription=secret",
    };
    for (const char* make : {"Apple", "HUAWEI", "Xiaomi", "SONY", "Canon", "NIKON CORPORATION", "samsung", "OPPO"})
        tags.push_back(" -Make='" + std::string(make) + "' -Model=Phone -Software=secret -SerialNumber=SN123456" +
                       place);
    return tags;
}

/// What must be in no picture that leaves the helper.
void ExpectClean(const Bytes& picture, const std::string& name)
{
    const std::string text(picture.begin(), picture.end());
    for (const char* word : {"secret", "Somebody", "SN123456", "Shanghai", "Minhang", "Exif", "http://ns.adobe.com",
                             "Photoshop 3.0", "ICC_PROFILE", "GPS", "2026:11:22"})
        EXPECT_EQ(text.find(word), std::string::npos) << word << " in " << name;
}

/// Two hundred files, each with up to four of the corpus, half of them with a small picture hidden inside; written by
/// one run of exiftool.
std::vector<std::filesystem::path> WriteCorpus(const Folder& folder)
{
    constexpr int kFiles = 200;
    std::mt19937 random(20'261'122);
    const auto tags = Corpus();
    const std::vector<std::string> kinds = {".jpg", ".jpg[interlace]", ".png", ".webp"};
    std::vector<Bytes> pictures;
    for (const auto& kind : kinds)
        pictures.push_back(Picture(400, 300, kind));
    WriteFile(folder / "thumb.jpg", Picture(120, 90, ".jpg"));
    std::vector<std::filesystem::path> files;
    std::ofstream commands(folder / "commands");
    for (int n = 0; n < kFiles; ++n) {
        const auto kind = static_cast<std::size_t>(n) % kinds.size();
        files.push_back(folder / ("photo" + std::to_string(n) + kinds[kind].substr(0, kinds[kind].find('['))));
        WriteFile(files.back(), pictures[kind]);
        commands << "-q\n-m\n-overwrite_original\n";
        for (std::size_t many = 0; many <= random() % 4; ++many) {
            auto all = many == 0 ? tags[static_cast<std::size_t>(n) % tags.size()] : tags[random() % tags.size()];
            for (auto at = all.find(" -"); at != std::string::npos; at = all.find(" -", at + 1))
                all[at] = '\n';
            std::erase(all, '\'');
            commands << all.substr(1) << '\n';
        }
        if (random() % 2 == 0)
            commands << "-ThumbnailImage<=" << (folder / "thumb.jpg").string() << '\n';
        commands << files.back().string() << "\n-execute\n";
    }
    commands.close();
    ExifTool("-@", folder / "commands");
    return files;
}

TEST(Metadata, NothingOfTwoHundredFilesIsLeftInEitherPicture)
{
    const Folder folder;
    int marked = 0;
    for (const auto& file : WriteCorpus(folder)) {
        const auto bytes = ReadFile(file);
        const std::string text(bytes.begin(), bytes.end());
        for (const char* word : {"secret", "Somebody", "SN123456", "Shanghai", "GPS", "Phone"})
            marked += text.find(word) != std::string::npos ? 1 : 0;
        const auto outcome = ProcessPhoto(bytes, "photo");
        ASSERT_TRUE(outcome) << file << ": " << outcome.FirstRefusal().Text();
        ExpectClean(outcome.Value().large, file.string());
        ExpectClean(outcome.Value().thumb, file.string());
    }
    EXPECT_GT(marked, 150) << "the corpus must hold what is looked for";
}

TEST(Metadata, OneFileWithEverythingAtOnceIsAsClean)
{
    const Folder folder;
    std::string all;
    for (const auto& tags : Corpus())
        all += tags;
    for (const char* kind : {".jpg", ".png", ".webp"}) {
        const auto file = folder / (std::string("all") + kind);
        WriteFile(file, Picture(400, 300, kind));
        ExifTool("-q -m -overwrite_original" + all, file);
        const auto outcome = ProcessPhoto(ReadFile(file), "all");
        ASSERT_TRUE(outcome) << kind;
        ExpectClean(outcome.Value().large, kind);
    }
}

TEST(Names, AreWordsInASentenceAndNeverAPath)
{
    const std::string longName(400, 'a');
    for (const std::string& name :
         {std::string("../../etc/passwd"), std::string("/etc/shadow"), std::string("a\0b.jpg", 7), std::string("CON"),
          std::string("\u202Egpj.exe"), longName, std::string("-rf *"), std::string("$(reboot).jpg"),
          std::string("<b>.jpg")}) {
        const auto accepted = ProcessPhoto(Picture(64, 48, ".jpg"), name);
        EXPECT_TRUE(accepted) << name;
        const auto refused = ProcessPhoto(Bytes{'M', 'Z', 0, 0}, name);
        ASSERT_FALSE(refused) << name;
        EXPECT_FALSE(refused.FirstRefusal().sentence.empty());
        EXPECT_EQ(refused.FirstRefusal().code, "photo.not_a_photo");
    }
}

} // namespace
} // namespace bayline::photo::test
