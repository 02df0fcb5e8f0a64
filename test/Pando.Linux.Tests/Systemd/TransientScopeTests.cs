using System.Net.Sockets;
using System.Text;
using Pando.Linux.Dbus;
using Pando.Linux.Systemd;

namespace Pando.Linux.Tests.Systemd;

/// <summary>Against a systemd that obeys a script: the bytes that it answers are put together by hand.</summary>
public sealed class TransientScopeTests : IDisposable
{
    private const string Job = "/org/freedesktop/systemd1/job/17";
    private readonly TemporaryFolder _folder = new();
    private static readonly TransientScope Scope = new("machine-pando-x.scope", "machine.slice", "A machine", 4711);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_scope_is_there_when_its_job_is_done_and_not_when_another_is()
    {
        Task<byte[]> asked = AnswerAsync([Signal("/other/job", "failed"), Signal(Job, "done")]);

        await TransientScope.StartAsync(Scope, TimeProvider.System, Limit.Token(), _folder.File("bus"));

        byte[] call = await asked;
        string text = Encoding.UTF8.GetString(call);
        foreach (string word in (string[])["StartTransientUnit", "ssa(sv)a(sa(sv))", "machine-pando-x.scope", "machine.slice", "Delegate", "PIDs"])
        {
            Assert.Contains(word, text, StringComparison.Ordinal);
        }

        Assert.True(call.AsSpan().IndexOf(BitConverter.GetBytes(4711u)) > 0);
    }

    [Fact]
    public async Task A_job_that_fails_is_told_by_its_result()
    {
        _ = AnswerAsync([Signal(Job, "dependency")]);

        var failure = await Assert.ThrowsAnyAsync<IOException>(() => TransientScope.StartAsync(Scope, TimeProvider.System, Limit.Token(), _folder.File("bus")));

        Assert.Contains("machine-pando-x.scope: dependency", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_systemd_refuses_is_told_in_its_words()
    {
        _ = AnswerAsync([], refusal: "Unit machine-pando-x.scope already exists.");

        var failure = await Assert.ThrowsAsync<DbusErrorException>(() => TransientScope.StartAsync(Scope, TimeProvider.System, Limit.Token(), _folder.File("bus")));

        Assert.Contains("already exists", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bus_that_goes_away_is_an_error_and_no_wait()
    {
        _ = AnswerAsync([]);

        await Assert.ThrowsAnyAsync<IOException>(() => TransientScope.StartAsync(Scope, TimeProvider.System, Limit.Token(), _folder.File("bus")));
    }

    private async Task<byte[]> AnswerAsync(IReadOnlyList<byte[]> signals, string? refusal = null)
    {
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(_folder.File("bus")));
        listener.Listen();
        await using var peer = new NetworkStream(await listener.AcceptAsync(Limit.Token()), ownsSocket: true);
        await LineAsync(peer);
        await peer.WriteAsync("OK 0123456789abcdef\r\n"u8.ToArray());
        await LineAsync(peer);
        // Hello, AddMatch, StartTransientUnit: their serials are 1, 2, 3.
        await CallAsync(peer);
        await peer.WriteAsync(Message(DbusMessageKind.Return, 1, "s", static body => body.Text(":1.1")));
        await CallAsync(peer);
        await peer.WriteAsync(Message(DbusMessageKind.Return, 2, string.Empty, static _ => { }));
        byte[] call = await CallAsync(peer);
        await peer.WriteAsync(refusal is null
            ? Message(DbusMessageKind.Return, 3, "o", static body => body.Text(Job))
            : Message(DbusMessageKind.Error, 3, "s", body => body.Text(refusal)));
        foreach (byte[] signal in signals)
        {
            await peer.WriteAsync(signal);
        }

        return call;
    }

    private static async Task LineAsync(NetworkStream peer)
    {
        byte[] one = new byte[1];
        do
        {
            await peer.ReadExactlyAsync(one, Limit.Token());
        }
        while (one[0] != (byte)'\n');
    }

    private static async Task<byte[]> CallAsync(NetworkStream peer)
    {
        byte[] start = new byte[DbusMessage.FixedBytes];
        await peer.ReadExactlyAsync(start, Limit.Token());
        (int fields, int body) = DbusMessage.Lengths(start);
        byte[] rest = new byte[fields + body];
        await peer.ReadExactlyAsync(rest, Limit.Token());
        return [.. start, .. rest];
    }

    private static byte[] Signal(string job, string result) => Message(
        DbusMessageKind.Signal, 0, "uoss", body => body.Number(17).Text(job).Text(Scope.Name).Text(result), "JobRemoved");

    private static byte[] Message(DbusMessageKind kind, uint replyTo, string signature, Action<DbusWriter> write, string? member = null)
    {
        var body = new DbusWriter();
        write(body);
        var message = new DbusWriter();
        message.Byte((byte)'l').Byte((byte)kind).Byte(0).Byte(1).Number((uint)body.Written.Length).Number(99);
        message.Array(8, fields =>
        {
            if (member is not null)
            {
                fields.Structure().Byte(3).Signature("s").Text(member);
            }
            else
            {
                fields.Structure().Byte(5).Signature("u").Number(replyTo);
            }

            fields.Structure().Byte(8).Signature("g").Signature(signature);
        });
        message.Align(8);
        return [.. message.Written.Span, .. body.Written.Span];
    }
}
