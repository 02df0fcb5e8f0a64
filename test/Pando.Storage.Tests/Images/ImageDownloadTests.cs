using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using Pando.Model.Errors;
using Pando.Storage.Images.Importing;

namespace Pando.Storage.Tests.Images;

public sealed class ImageDownloadTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _client = ImageDownload.NewClient();
    private readonly SafeFileHandle _target;
    private readonly byte[] _content = RandomNumberGenerator.GetBytes(1_000_000);

    public ImageDownloadTests() => _target = File.OpenHandle(_folder.File("target"), FileMode.Create, FileAccess.ReadWrite);

    public void Dispose()
    {
        _target.Dispose();
        _client.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_connection_that_breaks_off_is_taken_up_where_it_ended()
    {
        await using var server = new ScriptedWebServer(
            ScriptedWebServer.File(_content, breakAfter: 300_000), ScriptedWebServer.File(_content, breakAfter: 300_000), ScriptedWebServer.File(_content));
        var seen = new List<(long, long?)>();
        await DownloadAsync(server, (done, total) => seen.Add((done, total)));
        Assert.Equal(_content, Target());
        Assert.Contains("Range: bytes=300000-", server.Requests[1], StringComparison.Ordinal);
        Assert.Contains("Range: bytes=600000-", server.Requests[2], StringComparison.Ordinal);
        Assert.Equal((1_000_000, 1_000_000), seen[^1]);
    }

    [Fact]
    public async Task A_file_that_changed_meanwhile_is_begun_anew()
    {
        var other = RandomNumberGenerator.GetBytes(500_000);
        await using var server = new ScriptedWebServer(
            ScriptedWebServer.File(_content, breakAfter: 300_000), ScriptedWebServer.File(other, tag: "\"v2\""));
        await DownloadAsync(server);
        Assert.Equal(other, Target());
    }

    [Fact]
    public async Task A_server_without_ranges_is_asked_for_the_whole_again()
    {
        await using var server = new ScriptedWebServer(
            ScriptedWebServer.File(_content, breakAfter: 300_000, ranges: false), ScriptedWebServer.File(_content, ranges: false));
        await DownloadAsync(server);
        Assert.Equal(_content, Target());
    }

    [Fact]
    public async Task A_server_that_stumbles_is_asked_again()
    {
        await using var server = new ScriptedWebServer(ScriptedWebServer.Status("503 Busy"), ScriptedWebServer.File(_content));
        await DownloadAsync(server);
        Assert.Equal(_content, Target());
    }

    [Fact]
    public async Task A_server_that_says_no_is_not_asked_again()
    {
        await using var server = new ScriptedWebServer(ScriptedWebServer.Status("404 Not Found"));
        var failure = await Failing.With(ErrorCodes.Image.DownloadRefused, DownloadAsync(server));
        Assert.Contains("404", failure.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_redirect_is_followed()
    {
        await using var server = new ScriptedWebServer(ScriptedWebServer.Status("302 Found", "Location: /elsewhere\r\n"), ScriptedWebServer.File(_content));
        await DownloadAsync(server);
        Assert.Equal(_content, Target());
    }

    [Fact]
    public async Task What_is_too_large_is_refused_before_it_is_fetched()
    {
        await using var server = new ScriptedWebServer(ScriptedWebServer.File(_content));
        await Failing.With(ErrorCodes.Image.TooLarge, new ImageDownload(_client, 999_999, TimeProvider.System)
            .RunAsync(new Uri(server.Url("/image")), _target, static (_, _) => { }, CancellationToken.None));
        Assert.Empty(Target());
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public async Task A_server_that_always_breaks_off_at_once_is_given_up()
    {
        await using var server = new ScriptedWebServer(ScriptedWebServer.File(_content, breakAfter: 0));
        await Failing.With(ErrorCodes.Image.DownloadBroken, DownloadAsync(server));
        Assert.Equal(4, server.Requests.Count);
    }

    private Task DownloadAsync(ScriptedWebServer server, Action<long, long?>? progress = null) =>
        new ImageDownload(_client, 1 << 30, TimeProvider.System).RunAsync(
            new Uri(server.Url("/image?token=secret")), _target, progress ?? (static (_, _) => { }), CancellationToken.None);

    private byte[] Target() => File.ReadAllBytes(_folder.File("target"));
}
