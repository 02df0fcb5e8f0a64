namespace Pando.Storage.Images.Importing;

/// <summary>The HTTP client of downloads. It is made with the first one: most daemons fetch nothing, and it costs a megabyte.</summary>
internal sealed class DownloadClient : IDisposable
{
    private readonly Lock _gate = new();
    private HttpClient? _client;

    /// <summary>The one client, which keeps its connections.</summary>
    public HttpClient Get()
    {
        lock (_gate)
        {
            return _client ??= ImageDownload.NewClient();
        }
    }

    public void Dispose() => _client?.Dispose();
}
