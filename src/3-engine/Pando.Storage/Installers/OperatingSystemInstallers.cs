using System.Net;
using Microsoft.Win32.SafeHandles;
using Pando.Model.Errors;
using Pando.Model.Ports;
using Pando.Storage.FileSystems;
using Pando.Storage.Images.Importing;

namespace Pando.Storage.Installers;

/// <summary>Installers of this host and of trees on the network.</summary>
public sealed class OperatingSystemInstallers : IInstallers
{
    /// <summary>No installer's kernel or initrd comes near it.</summary>
    private const long LimitBytes = 2L << 30;
    private const int BlockBytes = 1 << 20;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    // Archives are asked for the release that is stable now.
    private const string StableRelease = "stable";

    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(20);

    private readonly LocalInstallers _local;
    private readonly DownloadClient _client;
    private readonly TimeProvider _time;

    internal OperatingSystemInstallers(FileSystemLanes lanes, DownloadClient client, TimeProvider time)
    {
        _local = new LocalInstallers(lanes);
        _client = client;
        _time = time;
    }

    /// <inheritdoc/>
    public async ValueTask<InstallerSource> FindAsync(string location, CancellationToken cancellationToken = default)
    {
        if (ImportSource.Url(location) is not { } url)
        {
            return await _local.FindAsync(location, cancellationToken);
        }
        foreach (var place in InstallerPlace.All)
        {
            var kernel = place.Kernel.Replace("*", StableRelease, StringComparison.Ordinal);
            var initrd = place.Initrd.Replace("*", StableRelease, StringComparison.Ordinal);
            if (await IsThereAsync(Below(url, kernel), cancellationToken) && await IsThereAsync(Below(url, initrd), cancellationToken))
            {
                return new InstallerSource(location, kernel, initrd, null, place.TreeArgument is { } argument ? $"{argument}={location}" : null);
            }
        }
        throw LocalInstallers.None(location);
    }

    /// <inheritdoc/>
    public async ValueTask FetchAsync(InstallerSource source, string folder, Action<string, long, long?> progress, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(progress);
        try
        {
            Directory.CreateDirectory(folder, OwnerOnly);
            foreach (var (path, name) in new[] { (source.Kernel, "kernel"), (source.Initrd, "initrd") })
            {
                using var target = File.OpenHandle(Path.Join(folder, name), FileMode.Create, FileAccess.Write);
                await FetchAsync(source, path, target, (done, total) => progress(name, done, total), cancellationToken);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw FileFailures.Named(failure, folder);
        }
    }

    private async Task FetchAsync(InstallerSource source, string path, SafeFileHandle target, Action<long, long?> progress, CancellationToken cancellationToken)
    {
        if (ImportSource.Url(source.Location) is { } url)
        {
            await new ImageDownload(_client.Get(), LimitBytes, _time).RunAsync(Below(url, path), target, progress, cancellationToken);
            return;
        }
        using var content = await _local.OpenAsync(source, path, cancellationToken);
        if (content.Length > LimitBytes)
        {
            throw new CallerException(ErrorCodes.Image.TooLarge, ("source", source.Location), ("limit", ByteCount.Text(LimitBytes)));
        }
        var buffer = new byte[BlockBytes];
        long done = 0;
        int count;
        while (done < content.Length
            && (count = await RandomAccess.ReadAsync(content.File, buffer.AsMemory(0, (int)Math.Min(BlockBytes, content.Length - done)), content.Offset + done, cancellationToken)) > 0)
        {
            await RandomAccess.WriteAsync(target, buffer.AsMemory(0, count), done, cancellationToken);
            progress(done += count, content.Length);
        }
    }

    /// <exception cref="PeerException"><c>image.download-refused</c>, <c>image.download-broken</c>: the server says something else than yes or no.</exception>
    private async Task<bool> IsThereAsync(Uri url, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(AnswerLimit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Head, url);
            using var response = await _client.Get().SendAsync(request, either.Token);
            return response.StatusCode switch
            {
                HttpStatusCode.OK => true,
                HttpStatusCode.NotFound or HttpStatusCode.Gone or HttpStatusCode.Forbidden => false,
                _ => throw new PeerException(ErrorCodes.Image.DownloadRefused, null, ("source", ImportSource.Shown(url.OriginalString)), ("status", $"{(int)response.StatusCode} {response.ReasonPhrase}")),
            };
        }
        catch (Exception failure) when (failure is HttpRequestException || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new PeerException(ErrorCodes.Image.DownloadBroken, failure.Message, failure, ("source", ImportSource.Shown(url.OriginalString)), ("done", ByteCount.Text(0)));
        }
    }

    private static Uri Below(Uri tree, string path) => new($"{tree.GetLeftPart(UriPartial.Path).TrimEnd('/')}/{path}");
}
