using System.Text;
using BotStudio.Core.Files;

namespace BotStudio.Tests.Files;

public sealed class FileTypesTests
{
    [Theory]
    [InlineData("ffd8ffe000104a464946", "image/jpeg")]
    [InlineData("474946383961010001", "image/gif")]
    [InlineData("52494646241000005745425056503820", "image/webp")]
    [InlineData("5249464624100000574156456d742020", "audio/wav")]
    [InlineData("4f67675300020000000000000000", "audio/ogg")]
    [InlineData("494433040000000000", "audio/mpeg")]
    [InlineData("fffb9064", "audio/mpeg")]
    [InlineData("0000001866747970" + "69736f6d00000200", "video/mp4")]
    [InlineData("0000001866747970" + "4d34412000000200", "audio/mp4")]
    [InlineData("1a45dfa3010000", "video/webm")]
    [InlineData("255044462d312e37", "application/pdf")]
    [InlineData("504b030414000600", "application/zip")]
    [InlineData("1f8b0800", "application/gzip")]
    [InlineData("0001020304", "application/octet-stream")]
    public void A_file_is_what_its_first_bytes_say(string head, string type) =>
        Assert.Equal(type, FileTypes.Of(Convert.FromHexString(head), "whatever.jpg"));

    [Fact]
    public void A_png_is_a_picture() => Assert.Equal("image/png", FileTypes.Of(Pictures.Png(), null));

    [Theory]
    [InlineData("<html><script>alert(1)</script>", "photo.jpg")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "picture.svg")]
    [InlineData("Привіт, світе", "notes")]
    public void Text_is_text_whatever_it_is_called_and_is_never_a_picture(string content, string name)
    {
        var type = FileTypes.Of(Encoding.UTF8.GetBytes(content), name);

        Assert.Equal("text/plain", type);
        Assert.False(FileTypes.IsPicture(type));
    }

    [Fact]
    public void A_text_may_be_cut_within_a_letter() =>
        Assert.Equal("text/plain", FileTypes.Of(Encoding.UTF8.GetBytes("Привіт").AsSpan(0, 7), null));

    [Theory]
    [InlineData("504b0304", "offer.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")]
    [InlineData("504b0304", "offer.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")]
    [InlineData("612c620a312c32", "table.csv", "text/csv")]
    [InlineData("ffd8ff", "table.csv", "image/jpeg")]
    [InlineData("612c620a", "offer.docx", "text/plain")]
    public void The_name_only_tells_members_of_one_family_apart(string head, string name, string type) =>
        Assert.Equal(type, FileTypes.Of(Convert.FromHexString(head), name));

    [Fact]
    public void Nothing_at_all_is_unknown() => Assert.Equal(FileTypes.Unknown, FileTypes.Of([], null));
}
