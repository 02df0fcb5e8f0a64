using System.Net.Sockets;
using Pando.Api.Client;
using Pando.Api.Tests.Scripted;

namespace Pando.Api.Tests.Client;

public sealed class UnreachableTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private async Task<UnreachableReason> ReasonAsync(string path)
    {
        using var client = new PandoClient(new PandoClientOptions { Address = PandoAddress.Unix(path), QuestionLimit = TimeSpan.FromSeconds(1) });
        return (await Assert.ThrowsAsync<PandoUnreachableException>(() => client.GetHostAsync())).Reason;
    }

    [Fact]
    public async Task A_socket_that_is_not_there() => Assert.Equal(UnreachableReason.Missing, await ReasonAsync(_folder["none"]));

    [Fact]
    public async Task A_socket_that_nobody_listens_on()
    {
        using (var left = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            left.Bind(new UnixDomainSocketEndPoint(_folder["left"]));
            Assert.Equal(UnreachableReason.Refused, await ReasonAsync(_folder["left"]));
        }
    }

    [Fact]
    public async Task A_path_that_is_too_long_for_a_socket()
    {
        var folder = Directory.CreateDirectory(_folder[new string('x', 120)]).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "s"), "");
        Assert.Equal(UnreachableReason.Other, await ReasonAsync(Path.Combine(folder, "s")));
    }

    [Theory]
    [InlineData("", UnreachableReason.Lost)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le", UnreachableReason.Lost)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"hostName\":", UnreachableReason.Lost)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n20\r\n{\"hostName\":", UnreachableReason.Lost)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nnull\r\n", UnreachableReason.Lost)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", UnreachableReason.Lost)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnull", UnreachableReason.NotPando)]
    [InlineData("220 mail.example ESMTP\r\n\r\n", UnreachableReason.NotPando)]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: https://elsewhere\r\nContent-Length: 0\r\n\r\n", UnreachableReason.NotPando)]
    public async Task A_server_that_dies_or_speaks_something_else(string answer, UnreachableReason reason)
    {
        await using var server = new RawServer(_folder["raw"], answer);
        Assert.Equal(reason, await ReasonAsync(_folder["raw"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")]
    public async Task A_server_that_falls_silent(string answer)
    {
        await using var server = new RawServer(_folder["raw"], answer, close: false);
        Assert.Equal(UnreachableReason.Silent, await ReasonAsync(_folder["raw"]));
    }

    [Fact]
    public async Task An_interim_answer_is_passed_over()
    {
        await using var server = new RawServer(_folder["raw"], "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n[]");
        using var client = new PandoClient(new PandoClientOptions { Address = PandoAddress.Unix(_folder["raw"]) });
        Assert.Empty(await client.ListJobsAsync());
    }

    [Fact]
    public async Task A_caller_that_no_longer_waits_is_cancelled_not_told_of_silence()
    {
        await using var server = new RawServer(_folder["raw"], "", close: false);
        using var client = new PandoClient(new PandoClientOptions { Address = PandoAddress.Unix(_folder["raw"]) });
        using var gone = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.GetHostAsync(gone.Token));
    }
}
