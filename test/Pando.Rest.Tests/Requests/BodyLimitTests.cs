using System.Net.Sockets;
using System.Text;
using Pando.Api.Routes;
using Pando.Rest.Tests.Serving;

namespace Pando.Rest.Tests.Requests;

public class BodyLimitTests
{
    private const int HundredMegabytes = 100_000_000;

    [Theory]
    [InlineData("POST /api/v1/machines", "application/xml")]
    [InlineData("PUT /api/v1/machines/web1/autostart", "application/json")]
    [InlineData("GET /api/v1/machines", "application/json")]
    [InlineData("POST /nowhere", "application/json")]
    public async Task A_body_of_a_hundred_megabytes_is_refused_before_it_is_read(string request, string type)
    {
        await using var rest = await RestFixture.StartAsync();
        rest.Domains.Add("web1");
        using var socket = await rest.ConnectAsync(Limit.Token());
        await SendAsync(socket, $"{request} HTTP/1.1\r\nHost: pando\r\nContent-Type: {type}\r\nContent-Length: {HundredMegabytes}\r\n\r\n");
        var answer = new byte[4096];
        var length = await socket.ReceiveAsync(answer, Limit.Token());
        Assert.StartsWith("HTTP/1.1 413 ", Encoding.UTF8.GetString(answer, 0, length), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_sends_all_of_it_first_still_gets_the_answer_and_nothing_of_it_is_kept()
    {
        await using var rest = await RestFixture.StartAsync();
        await rest.SendAsync(HttpMethod.Get, ApiRoutes.Machines);
        var before = GC.GetTotalAllocatedBytes();
        var body = new StreamContent(new Zeroes(HundredMegabytes)) { Headers = { ContentLength = HundredMegabytes } };
        body.Headers.TryAddWithoutValidation("Content-Type", "application/xml");
        var problem = await RestFixture.ProblemAsync(await rest.SendAsync(HttpMethod.Post, ApiRoutes.Machines, body), 413);
        Assert.Equal(("request.too-large", "4096 KiB"), (problem.Code, problem.Facts!["limit"]));
        var allocated = GC.GetTotalAllocatedBytes() - before;
        Assert.True(allocated < 90_000_000, $"{allocated} bytes were allocated.");
    }

    [Fact]
    public async Task A_body_that_is_absurd_is_not_even_thrown_away()
    {
        await using var rest = await RestFixture.StartAsync();
        using var socket = await rest.ConnectAsync(Limit.Token());
        await SendAsync(socket, "POST /api/v1/machines HTTP/1.1\r\nHost: pando\r\nContent-Type: application/xml\r\nContent-Length: 900000000000\r\n\r\n");
        var (_, answer) = await FloodAsync(socket, long.MaxValue);
        Assert.StartsWith("HTTP/1.1 413 ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_does_not_say_its_size_is_cut_off_at_the_limit()
    {
        await using var rest = await RestFixture.StartAsync();
        using var socket = await rest.ConnectAsync(Limit.Token());
        await SendAsync(socket, "POST /api/v1/machines HTTP/1.1\r\nHost: pando\r\nContent-Type: application/xml\r\nTransfer-Encoding: chunked\r\n\r\n");
        var chunk = new byte[64 * 1024 + 12];
        Encoding.ASCII.GetBytes("00010000\r\n").CopyTo(chunk, 0);
        Array.Fill(chunk, (byte)' ', 10, 64 * 1024);
        Encoding.ASCII.GetBytes("\r\n").CopyTo(chunk, chunk.Length - 2);
        var (sent, answer) = await FloodAsync(socket, HundredMegabytes, chunk);
        Assert.StartsWith("HTTP/1.1 413 ", answer, StringComparison.Ordinal);
        Assert.True(sent < 12_000_000, $"{sent} bytes were taken.");
    }

    [Fact]
    public async Task A_definition_may_be_larger_than_other_bodies()
    {
        await using var rest = await RestFixture.StartAsync();
        var padded = "<domain type='kvm'><name>web1</name><memory unit='KiB'>524288</memory><vcpu>1</vcpu>" + new string(' ', 2 * 1024 * 1024)
            + "<os><type arch='x86_64' machine='q35'>hvm</type></os></domain>";
        Assert.Equal(201, (int)(await rest.SendAsync(HttpMethod.Post, ApiRoutes.Machines, RestFixture.Xml(padded))).StatusCode);
        var json = new StringContent("{\"enabled\":" + new string(' ', 2 * 1024 * 1024) + "true}", Encoding.UTF8, "application/json");
        await RestFixture.ProblemAsync(await rest.SendAsync(HttpMethod.Put, ApiRoutes.Fill(ApiRoutes.Autostart, "web1"), json), 413);
    }

    private static async Task SendAsync(Socket socket, string text) => await socket.SendAsync(Encoding.ASCII.GetBytes(text), Limit.Token());

    // Sends until the other end has had enough, then reads what it said.
    private static async Task<(long Sent, string Answer)> FloodAsync(Socket socket, long bytes, byte[]? piece = null)
    {
        piece ??= new byte[64 * 1024];
        long sent = 0;
        try
        {
            while (sent < bytes)
            {
                sent += await socket.SendAsync(piece, Limit.Token());
            }
        }
        catch (SocketException)
        {
            // Closed: what was said before is still to be read.
        }
        var answer = new byte[16 * 1024];
        var length = 0;
        int read;
        try
        {
            while ((read = await socket.ReceiveAsync(answer.AsMemory(length), Limit.Token())) > 0)
            {
                length += read;
            }
        }
        catch (SocketException)
        {
            // The end of it.
        }
        return (sent, Encoding.UTF8.GetString(answer, 0, length));
    }

    private sealed class Zeroes(long length) : Stream
    {
        private long _left = length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(count, _left);
            _left -= read;
            return read;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
