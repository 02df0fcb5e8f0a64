using Pando.Libvirt.Framing;
using Pando.Libvirt.Protocol;
using Pando.Libvirt.Tests.Described;

namespace Pando.Libvirt.Tests.Xdr;

/// <summary>What a message has room for, to the byte: beyond it nothing is written, up to it all comes back.</summary>
public sealed class LimitTests
{
    private const int LongText = 4_194_304;

    [Fact]
    public void What_a_message_has_no_room_for_is_not_written()
    {
        var tried = 0;
        foreach (var message in Message.All)
        {
            for (var seed = 0ul; seed < 4; seed++)
            {
                var value = message.Read(new Example(message.Shape, seed).Bytes);
                foreach (var (where, large) in TooLarge.Of(message.Shape, message.Type, value))
                {
                    var thrown = Record.Exception(() => message.Write(large!));
                    Assert.True(thrown is XdrException, $"{message}{where}: {thrown?.ToString() ?? "was written"}");
                    tried++;
                }
            }
        }
        Assert.True(tried > 2000, $"{tried} values");
    }

    [Fact]
    public void The_longest_text_and_the_longest_data_come_back()
    {
        var text = new string('x', LongText);
        Assert.Equal(text, Again(new ConnectGetHostnameRet(text)).Hostname);
        Assert.Equal(LongText, Again(new DomainMemoryPeekRet(new byte[LongText])).Buffer.Length);
    }

    [Fact]
    public void Lists_of_as_many_items_as_may_be_come_back()
    {
        var names = Enumerable.Repeat("n", 16_384).ToArray();
        Assert.Equal(names, Again(new ConnectListDefinedDomainsRet(names)).Names);
        var ids = Enumerable.Range(0, 16_384).ToArray();
        Assert.Equal(ids, Again(new ConnectListDomainsRet(ids)).Ids);
        var parameters = Enumerable.Repeat(new TypedParam("f", new TypedParamValue.Int(1)), 262_144).ToArray();
        var record = new DomainStatsRecord(new RemoteDomain("d", Guid.Empty, 1), parameters);
        Assert.Equal(parameters.Length, Again(new ConnectGetAllDomainStatsRet([record])).RetStats[0].Params.Count);
        var leases = new string('l', 4_096);
        Assert.Equal(leases, Again(new DomainGetSecurityLabelRet(leases, 1)).Label);
        Assert.Equal(leases[..31], Again(new NodeGetInfoRet(leases[..31], 1, 2, 3, 4, 5, 6, 7)).Model);
    }

    [Fact]
    public void Text_and_lists_that_stand_in_no_message_are_refused_by_any_reader()
    {
        Assert.Throws<XdrException>(() => new XdrReader([0, 0, 0, 5, 1, 1, 1, 1]).ReadString(10));
        Assert.Throws<XdrException>(() => new XdrReader([0, 0, 0, 5, 1, 1, 1, 1, 1]).ReadString(10));
        Assert.Throws<XdrException>(() => new XdrReader([0, 0, 0, 1]).ReadSpreadString(10));
        Assert.Throws<XdrException>(() => new XdrReader([0, 0, 0, 2, 0, 0, 0, 1]).ReadList(10, 4, static (ref reader) => reader.ReadInt32()));
        Assert.Throws<XdrException>(() => new XdrReader([1, 2, 3]).ReadInt32());
        Assert.Throws<XdrException>(() => new XdrReader(new byte[7]).ReadInt64());
        Assert.Throws<XdrException>(() => new XdrReader(new byte[15]).ReadUuid());
        Assert.Throws<XdrException>(() => new XdrReader([0, 0, 0, 9]).ReadNumber<AuthType>());
    }

    [Fact]
    public void An_error_comes_back_and_one_cut_short_is_refused()
    {
        var error = new LibvirtError(LibvirtErrorNumber.NoDomain, LibvirtErrorDomain.Qemu, "Không có máy 🌳") { First = "one", Third = "" };
        var writer = new XdrWriter();
        error.Write(writer);
        Assert.Equal(error, new Packet(default, writer.Written).Decode<LibvirtError>());
        for (var length = 0; length < writer.Written.Length; length++)
        {
            Assert.Throws<XdrException>(() => new Packet(default, writer.Written[..length]).Decode<LibvirtError>());
        }
        Assert.Throws<XdrException>(() => new Packet(default, (byte[])[.. writer.Written.Span, 0]).Decode<LibvirtError>());
        Assert.Throws<XdrException>(() => (error with { Second = new string('x', LongText + 1) }).Write(new XdrWriter()));
    }

    private static T Again<T>(T value)
        where T : IXdrValue<T>
    {
        var writer = new XdrWriter();
        value.Write(writer);
        return new Packet(default, writer.Written).Decode<T>();
    }
}
