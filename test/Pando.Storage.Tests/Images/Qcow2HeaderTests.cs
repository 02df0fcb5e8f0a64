using System.Buffers.Binary;
using FsCheck;
using FsCheck.Fluent;
using Pando.Storage.Images;

namespace Pando.Storage.Tests.Images;

public sealed class Qcow2HeaderTests
{
    private const long MiB = 1 << 20;

    [Theory]
    [InlineData("0.10", 2)]
    [InlineData("1.1", 3)]
    public async Task What_qemu_img_wrote_is_read(string compatibility, int version)
    {
        Tool.Require("qemu-img", "qemu-utils");
        using var folder = new TemporaryFolder();
        await Tool.RunAsync("qemu-img", "create", "-f", "qcow2", "-o", $"compat={compatibility},cluster_size=32k", "-u", "-b", "sàn/base.img", "-F", "raw",
            folder.File("a.qcow2"), "10M");
        Assert.Equal(
            new Qcow2Header(version, 10 * MiB, 32768, "sàn/base.img", "raw", Qcow2Encryption.None, false, null, false, false, 0),
            Read(folder.File("a.qcow2")));
    }

    [Fact]
    public async Task Features_that_reach_for_other_files_or_keys_are_seen()
    {
        Tool.Require("qemu-img", "qemu-utils");
        using var folder = new TemporaryFolder();
        await Tool.RunAsync("qemu-img", "create", "-f", "qcow2", "-o", $"data_file={folder.File("data.raw")}", folder.File("split.qcow2"), "10M");
        var split = Read(folder.File("split.qcow2"));
        Assert.Equal((true, folder.File("data.raw")), (split.HasExternalData, split.DataFile));
        await Tool.RunAsync("qemu-img", "create", "-f", "qcow2", "--object", "secret,id=s,data=abc", "-o", "encrypt.format=luks,encrypt.key-secret=s,encrypt.iter-time=10",
            folder.File("locked.qcow2"), "10M");
        Assert.Equal(Qcow2Encryption.Luks, Read(folder.File("locked.qcow2")).Encryption);
        await Tool.RunAsync("qemu-img", "create", "-f", "qcow2", folder.File("plain.qcow2"), "10M");
        await Tool.RunAsync("qemu-img", "snapshot", "-c", "one", folder.File("plain.qcow2"));
        Assert.Equal(1, Read(folder.File("plain.qcow2")).SnapshotCount);
    }

    [Fact]
    public void A_name_far_into_the_first_cluster_is_read()
    {
        using var folder = new TemporaryFolder();
        var bytes = Header(backingOffset: 60000, backingLength: 8);
        "/far/off"u8.CopyTo(bytes.AsSpan(60000));
        File.WriteAllBytes(folder.File("a"), bytes);
        Assert.Equal("/far/off", Read(folder.File("a")).BackingFile);
    }

    [Theory]
    [InlineData(0, 0x51464900u, "magic")]
    [InlineData(4, 4u, "version")]
    [InlineData(4, 0u, "version")]
    [InlineData(20, 8u, "cluster-size")]
    [InlineData(20, 22u, "cluster-size")]
    [InlineData(20, 0xffffffffu, "cluster-size")]
    [InlineData(24, 0x80000000u, "size")]
    [InlineData(24, 0xffffffffu, "size")]
    [InlineData(32, 3u, "encryption")]
    [InlineData(60, 0xffffffffu, "snapshots")]
    [InlineData(76, 0x20u, "feature")]
    [InlineData(72, 0x80000000u, "feature")]
    [InlineData(100, 96u, "header")]
    [InlineData(100, 105u, "header")]
    [InlineData(100, 0xfffffff8u, "header")]
    [InlineData(8, 1u, "backing")]
    [InlineData(12, 4u, "backing")]
    [InlineData(12, 65535u, "backing")]
    [InlineData(16, 0u, "backing")]
    [InlineData(16, 1024u, "backing")]
    [InlineData(108, 0xffffffffu, "extension")]
    public void A_wrong_field_is_refused_with_its_reason(int offset, uint value, string reason)
    {
        var bytes = Header(backingOffset: 4096, backingLength: 8);
        "/far/off"u8.CopyTo(bytes.AsSpan(4096));
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(104), 0xE2792ACA);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(108), 3);
        "raw"u8.CopyTo(bytes.AsSpan(112));
        Assert.Equal("raw", Qcow2Header.Parse(bytes).BackingFormat);

        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(offset), value);
        Assert.Contains(reason, Assert.Throws<Qcow2FormatException>(() => Qcow2Header.Parse(bytes)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_longer_than_the_smallest_cluster_is_refused()
    {
        var bytes = Header(backingOffset: 104, backingLength: 1000);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(20), 9);
        Assert.Throws<Qcow2FormatException>(() => Qcow2Header.Parse(bytes));
    }

    [Theory]
    [InlineData("/etc/sha\0dow")]
    [InlineData("/etc/\u001b[2J")]
    public void A_name_that_is_no_text_is_refused(string name)
    {
        var bytes = Header(backingOffset: 4096, backingLength: (uint)name.Length);
        System.Text.Encoding.UTF8.GetBytes(name, bytes.AsSpan(4096));
        Assert.Throws<Qcow2FormatException>(() => Qcow2Header.Parse(bytes));
        bytes[4096] = 0xff;
        Assert.Throws<Qcow2FormatException>(() => Qcow2Header.Parse(bytes));
    }

    [Fact]
    public void Short_files_are_refused()
    {
        var bytes = Header(backingOffset: 0, backingLength: 0);
        for (var length = 0; length < 104; length++)
        {
            Assert.Throws<Qcow2FormatException>(() => Qcow2Header.Parse(bytes.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Whatever_a_guest_writes_there_is_an_answer_or_a_named_refusal() =>
        // Random changes of a good header: far more of the code is reached than by random bytes.
        Prop.ForAll(
            ArbMap.Default.GeneratorFor<(byte Offset, byte Value)>().ListOf().Select(static changes =>
            {
                var bytes = Header(backingOffset: 512, backingLength: 20);
                foreach (var (offset, value) in changes)
                {
                    bytes[offset] = value;
                }
                return bytes;
            }).ToArbitrary(),
            static bytes =>
            {
                try
                {
                    var header = Qcow2Header.Parse(bytes);
                    return header.ClusterSize is >= 512 and <= 2 << 20 && header.VirtualSize >= 0
                        && header.BackingFile?.Length is null or (> 0 and <= 1023);
                }
                catch (Qcow2FormatException)
                {
                    return true;
                }
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));

    private static byte[] Header(ulong backingOffset, uint backingLength)
    {
        var bytes = new byte[65536];
        Qcow2Header.Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4), 3);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(8), backingOffset);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(16), backingLength);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(20), 16);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(24), 1 << 30);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(100), 104);
        bytes.AsSpan(512, 20).Fill((byte)'b');
        return bytes;
    }

    private static Qcow2Header Read(string path)
    {
        using var file = File.OpenHandle(path);
        return Qcow2Header.Read(file);
    }
}
