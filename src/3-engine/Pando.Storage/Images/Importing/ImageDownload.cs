using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.Win32.SafeHandles;
using Pando.Model.Errors;
using Pando.Storage.FileSystems;

namespace Pando.Storage.Images.Importing;

/// <summary>
/// Fetches a file by http. A connection that breaks off is taken up again where it ended, as long as the server says that
/// it is still the same file.
/// </summary>
internal sealed class ImageDownload(HttpClient client, long limitBytes, TimeProvider time)
{
    private const int MostAttemptsWithoutProgress = 4;

    private static readonly TimeSpan SilenceLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>The client that the daemon uses: it follows redirects, but not from https to http.</summary>
    public static HttpClient NewClient() => new(new SocketsHttpHandler
    {
        MaxAutomaticRedirections = 10,
        ConnectTimeout = TimeSpan.FromSeconds(20),
        // The file's own bytes are what the checksum is of.
        AutomaticDecompression = DecompressionMethods.None,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        DefaultRequestHeaders = { { "User-Agent", "pando" } },
    };

    /// <summary>Fetches all of it into an empty file.</summary>
    /// <param name="url">What.</param>
    /// <param name="target">Where to.</param>
    /// <param name="progress">Is told the bytes that are there and, where the server says so, of how many.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="PeerException"><c>image.download-refused</c>, <c>image.download-broken</c>.</exception>
    /// <exception cref="CallerException"><c>image.too-large</c>.</exception>
    public async Task RunAsync(Uri url, SafeFileHandle target, Action<long, long?> progress, CancellationToken cancellationToken)
    {
        var state = new State();
        for (var failures = 0; ;)
        {
            var before = state.Done;
            try
            {
                await AttemptAsync(url, target, state, progress, cancellationToken);
                return;
            }
            catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
                failures = state.Done > before ? 1 : failures + 1;
                if (failures >= MostAttemptsWithoutProgress)
                {
                    throw new PeerException(ErrorCodes.Image.DownloadBroken, failure.Message, failure,
                        ("source", Shown(url)), ("done", ByteCount.Text(state.Done)));
                }
                await Task.Delay(Pause * (1 << (failures - 1)), time, cancellationToken);
            }
        }
    }

    private async Task AttemptAsync(Uri url, SafeFileHandle target, State state, Action<long, long?> progress, CancellationToken cancellationToken)
    {
        using var silence = new CancellationTokenSource(SilenceLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, silence.Token);
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        if (state is { Done: > 0, Version: { } version })
        {
            request.Headers.Range = new RangeHeaderValue(state.Done, null);
            request.Headers.IfRange = version;
        }
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
        Judge(url, response, state, target);
        if (state.Total > limitBytes)
        {
            throw TooLarge(url);
        }
        await using var body = await response.Content.ReadAsStreamAsync(either.Token);
        var buffer = new byte[256 * 1024];
        int count;
        while ((count = await body.ReadAsync(buffer, either.Token)) > 0)
        {
            silence.CancelAfter(SilenceLimit);
            if (state.Done + count > limitBytes)
            {
                throw TooLarge(url);
            }
            await KeepAsync(url, target, buffer.AsMemory(0, count), state.Done, either.Token);
            state.Done += count;
            progress(state.Done, state.Total);
        }
        if (state.Total is { } total && state.Done < total)
        {
            throw new IOException(string.Create(CultureInfo.InvariantCulture, $"The connection ended after {state.Done} of {total} bytes."));
        }
    }

    /// <summary>A failure to keep what came is no failure of the connection: nothing is gained by asking again.</summary>
    private static async ValueTask KeepAsync(Uri url, SafeFileHandle target, ReadOnlyMemory<byte> block, long at, CancellationToken cancellationToken)
    {
        try
        {
            await RandomAccess.WriteAsync(target, block, at, cancellationToken);
        }
        catch (IOException failure)
        {
            throw FileFailures.Named(failure, Shown(url));
        }
    }

    /// <summary>Whether the answer is the rest of what was begun, the whole, or a refusal.</summary>
    private static void Judge(Uri url, HttpResponseMessage response, State state, SafeFileHandle target)
    {
        if ((int)response.StatusCode >= 500 || response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests)
        {
            throw new HttpRequestException($"The server answered {(int)response.StatusCode} {response.ReasonPhrase}.");
        }
        if (response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange is { From: { } from } range && from == state.Done)
        {
            state.Total = range.Length;
            return;
        }
        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw new PeerException(ErrorCodes.Image.DownloadRefused, null, ("source", Shown(url)),
                ("status", string.Create(CultureInfo.InvariantCulture, $"{(int)response.StatusCode} {response.ReasonPhrase}")));
        }
        RandomAccess.SetLength(target, 0);
        state.Done = 0;
        state.Total = response.Content.Headers.ContentLength;
        state.Version = response.Headers.ETag is { IsWeak: false } tag ? new RangeConditionHeaderValue(tag)
            : response.Content.Headers.LastModified is { } modified ? new RangeConditionHeaderValue(modified)
            : null;
    }

    private CallerException TooLarge(Uri url) => new(ErrorCodes.Image.TooLarge, ("source", Shown(url)), ("limit", ByteCount.Text(limitBytes)));

    private static string Shown(Uri url) => ImportSource.Shown(url.OriginalString);

    private sealed class State
    {
        public long Done { get; set; }

        public long? Total { get; set; }

        /// <summary>What tells this version of the file from another; without it nothing can be taken up again.</summary>
        public RangeConditionHeaderValue? Version { get; set; }
    }
}
