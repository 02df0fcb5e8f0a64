using System.Buffers.Binary;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Pando.Domains.Saving.Format;
using Pando.Model.Errors;

namespace Pando.Domains.Tests.Saving;

/// <summary>The front of a saved machine: what is written is read again, and whatever else a file holds is refused by name.</summary>
public sealed class SaveHeaderTests : IDisposable
{
    private const string Xml = "<domain type='kvm'><name>one</name></domain>";
    private readonly string _path = Path.Combine(Directory.CreateTempSubdirectory("pando-header-").FullName, "one.save");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);

    private static SaveCookie Cookie => new()
    {
        StreamLength = 3,
        StreamChecksum = 0xdeadbeef,
        Aliases = new Dictionary<int, string> { [2] = "virtio-disk0" },
        Disks = [new SavedDisk("/a/disk <1>", 42, 638_000_000_000_000_000)],
    };

    private byte[] Good()
    {
        var header = new SaveHeader(IsWhole: true, SaveImage.Room(Xml, Cookie), WasRunning: true, SaveCompression.Zstd, 0);
        return [.. SaveImage.Front(header, Xml, Cookie, _path), 1, 2, 3];
    }

    private SaveImage Read(byte[] bytes)
    {
        File.WriteAllBytes(_path, bytes);
        using var file = File.OpenHandle(_path);
        return SaveImage.Read(file, _path);
    }

    private string ReasonOf(byte[] bytes)
    {
        var refusal = Assert.Throws<CallerException>(() => Read(bytes));
        Assert.Equal(ErrorCodes.Save.Damaged, refusal.Code);
        return refusal.Facts.Single(fact => fact.Name == "reason").Value["save.reason.".Length..];
    }

    [Fact]
    public void What_is_written_is_read_again()
    {
        var image = Read(Good());
        Assert.Equal((Xml, true, SaveCompression.Zstd), (image.Xml, image.Header.WasRunning, image.Header.Compression));
        Assert.Equal((3L, 0xdeadbeef), (image.Cookie.StreamLength, image.Cookie.StreamChecksum));
        Assert.Equal(Cookie.Aliases, image.Cookie.Aliases);
        Assert.Equal(Cookie.Disks, image.Cookie.Disks);
        Assert.Equal(image.FileLength - 3, image.StreamOffset);
    }

    [Fact]
    public void A_header_of_the_other_byte_order_is_read()
    {
        var bytes = Good();
        for (var at = 16; at < 36; at += 4)
        {
            bytes.AsSpan(at, 4).Reverse();
        }
        Assert.Equal(Xml, Read(bytes).Xml);
    }

    [Fact]
    public void A_file_of_libvirt_without_a_cookie_is_read()
    {
        var text = Encoding.UTF8.GetBytes(Xml);
        var bytes = new byte[92 + 1000 + 1];
        "LibvirtQemudSave"u8.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(16), 2);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(20), 1000);
        text.CopyTo(bytes, 92);
        var image = Read(bytes);
        Assert.Equal((Xml, false, SaveCompression.Raw, 1092L), (image.Xml, image.Header.WasRunning, image.Header.Compression, image.StreamOffset));
        Assert.Null(image.Cookie.StreamLength);
    }

    [Fact]
    public void Each_lie_has_its_name()
    {
        Assert.Equal("not-a-save", ReasonOf([]));
        Assert.Equal("not-a-save", ReasonOf(new byte[5000]));
        Assert.Equal("cut-short", ReasonOf(Good()[..50]));
        Assert.Equal("cut-short", ReasonOf(Good()[..^1]));
        Assert.Equal("cut-short", ReasonOf([.. Good(), 4]));
        Assert.Equal("cut-short", ReasonOf(Good()[..500]));
        Assert.Equal("unfinished", ReasonOf(With(bytes => "LibvirtQemudPart"u8.CopyTo(bytes))));
        Assert.Equal("version", ReasonOf(With(bytes => Put(bytes, 0, 3))));
        Assert.Equal("version", ReasonOf(With(bytes => Put(bytes, 0, 0))));
        Assert.Equal("format", ReasonOf(With(bytes => Put(bytes, 3, 6))));
        Assert.Equal("header", ReasonOf(With(bytes => Put(bytes, 1, 0))));
        // An XML of 4 GB is not even looked for.
        Assert.Equal("header", ReasonOf(With(bytes => Put(bytes, 1, uint.MaxValue))));
        Assert.Equal("cut-short", ReasonOf(With(bytes => Put(bytes, 1, 5_000_000))));
        Assert.Equal("header", ReasonOf(With(bytes => Put(bytes, 4, uint.MaxValue))));
        Assert.Equal("header", ReasonOf(With(bytes => bytes.AsSpan(92, bytes.Length - 95).Fill((byte)'x'))));
        Assert.Equal("cookie", ReasonOf(With(bytes => bytes[92 + Xml.Length + 1] = (byte)'x')));
        Assert.Equal("header", ReasonOf(With(bytes => bytes[100] = 0xff)));
    }

    [Fact]
    public void Whatever_bytes_a_file_has_it_is_read_or_refused_by_name()
    {
        var good = Good();
        // Numbers that lie a little and a lot, and files that end anywhere.
        var cases =
            from place in Gen.Choose(0, 4)
            from value in Gen.OneOf(Gen.Choose(0, 100).Select(n => (uint)n), Gen.Choose(0, int.MaxValue).Select(n => (uint)n * 2), Gen.Choose(60_000, 80_000).Select(n => (uint)n))
            from length in Gen.OneOf(Gen.Constant(good.Length), Gen.Choose(0, good.Length))
            from noise in Gen.ArrayOf(Gen.Choose(16, good.Length - 1))
            select (place, value, length, noise);
        Prop.ForAll(cases.ToArbitrary(), one =>
        {
            var bytes = (byte[])good.Clone();
            Put(bytes, one.place, one.value);
            foreach (var at in one.noise)
            {
                bytes[at] ^= (byte)(at & 0xff);
            }
            try
            {
                return Read(bytes[..one.length]).StreamOffset < one.length;
            }
            catch (CallerException refusal)
            {
                return refusal.Code == ErrorCodes.Save.Damaged;
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_text_that_has_no_room_is_refused()
    {
        var header = Read(Good()).Header;
        var refusal = Assert.Throws<CallerException>(() => SaveImage.Front(header, new string('x', 80_000), Cookie, _path));
        Assert.Equal(ErrorCodes.Save.TextTooLong, refusal.Code);
    }

    private byte[] With(Action<byte[]> change)
    {
        var bytes = Good();
        change(bytes);
        return bytes;
    }

    private static void Put(byte[] bytes, int place, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(16 + (place * 4)), value);
}
