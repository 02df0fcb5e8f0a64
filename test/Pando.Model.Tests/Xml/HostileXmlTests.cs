using System.Text;
using Pando.Model.Errors;
using Pando.Model.Xml;

namespace Pando.Model.Tests.Xml;

public class HostileXmlTests
{
    [Theory]
    [InlineData("", 1)]
    [InlineData("<domain>", 1)]
    [InlineData("<domain>\n</other>", 2)]
    [InlineData("<domain>\n<a b=1/></domain>", 2)]
    [InlineData("<domain/>\n<domain/>", 2)]
    [InlineData("<domain>\n&unknown;</domain>", 2)]
    [InlineData("<domain>\n&#0;</domain>", 2)]
    [InlineData("<domain>\n&#xFFFE;</domain>", 2)]
    [InlineData("<domain>\n\u0001</domain>", 2)]
    [InlineData("not xml", 1)]
    public void What_is_not_XML_is_refused_with_its_line(string text, int line)
    {
        var failure = Assert.Throws<CallerException>(() => HostileXml.Read(text));
        Assert.Equal(ErrorCodes.Definition.Malformed, failure.Code);
        Assert.Equal(line.ToString(), Fact(failure, "line"));
    }

    [Theory]
    [InlineData("""<!DOCTYPE domain [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><domain>&b;</domain>""")]
    [InlineData("""<!DOCTYPE domain SYSTEM "file:///etc/passwd"><domain/>""")]
    [InlineData("""<!DOCTYPE domain [<!ENTITY x SYSTEM "file:///etc/passwd">]><domain>&x;</domain>""")]
    [InlineData("<!DOCTYPE domain><domain/>")]
    public void A_document_type_is_refused(string text) =>
        Assert.Equal(ErrorCodes.Definition.Malformed, Assert.Throws<CallerException>(() => HostileXml.Read(text)).Code);

    [Fact]
    public void Elements_that_are_nested_too_deep_are_refused()
    {
        Assert.NotNull(HostileXml.Read(Nested(HostileXml.MaxDepth)));
        Assert.Equal(ErrorCodes.Definition.TooLarge, Assert.Throws<CallerException>(() => HostileXml.Read(Nested(HostileXml.MaxDepth + 2))).Code);
        Assert.Equal(ErrorCodes.Definition.TooLarge, Assert.Throws<CallerException>(() => HostileXml.Read(Nested(500_000))).Code);
    }

    [Fact]
    public void Too_many_elements_or_attributes_are_refused()
    {
        var elements = $"<a>{string.Concat(Enumerable.Repeat("<b/>", HostileXml.MaxNodes))}</a>";
        var attributes = $"<a>{string.Concat(Enumerable.Repeat("<b c='' d='' e='' f=''/>", HostileXml.MaxNodes / 4))}</a>";
        Assert.Equal(ErrorCodes.Definition.TooLarge, Assert.Throws<CallerException>(() => HostileXml.Read(elements)).Code);
        Assert.Equal(ErrorCodes.Definition.TooLarge, Assert.Throws<CallerException>(() => HostileXml.Read(attributes)).Code);
    }

    [Fact]
    public void A_text_that_is_too_long_is_refused_before_it_is_read()
    {
        var text = $"<a>{new string('x', HostileXml.MaxLength)}</a>";
        Assert.Equal(ErrorCodes.Definition.TooLarge, Assert.Throws<CallerException>(() => HostileXml.Read(text)).Code);
    }

    [Fact]
    public void A_stream_without_an_end_is_read_no_further_than_the_limit()
    {
        using var stream = new Endless();
        Assert.Equal(ErrorCodes.Definition.TooLarge, Assert.Throws<CallerException>(() => HostileXml.Read(stream)).Code);
        Assert.InRange(stream.Given, HostileXml.MaxLength, HostileXml.MaxLength + (128 * 1024));
    }

    [Fact]
    public void A_stream_of_UTF8_is_read_with_or_without_its_mark()
    {
        Assert.Equal("é", HostileXml.Read(new MemoryStream(Encoding.UTF8.GetBytes("<a>é</a>"))).Value);
        Assert.Equal("é", HostileXml.Read(new MemoryStream([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes("<a>é</a>")])).Value);
    }

    [Fact]
    public void A_stream_of_other_bytes_is_refused() =>
        Assert.Equal(ErrorCodes.Definition.Malformed, Assert.Throws<CallerException>(() => HostileXml.Read(new MemoryStream([0x3c, 0x61, 0xff, 0xfe]))).Code);

    private static string Nested(int depth) => string.Concat(Enumerable.Repeat("<a>", depth)) + string.Concat(Enumerable.Repeat("</a>", depth));

    private static string Fact(PandoException failure, string name) => failure.Facts.Single(fact => fact.Name == name).Value;

    private sealed class Endless : Stream
    {
        public long Given { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => Given; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            buffer.AsSpan(offset, count).Fill((byte)' ');
            Given += count;
            return count;
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
