using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Pando.Api.Client.Transport;
using Pando.Api.Json;
using Pando.Api.Problems;
using Pando.Api.Routes;

namespace Pando.Api.Client;

/// <summary>
/// A pandod, over its unix socket or https. Each call is one request. A problem that pandod answers is a
/// <see cref="PandoProblemException"/>; not reaching it, or losing it, a <see cref="PandoUnreachableException"/>.
/// </summary>
public sealed partial class PandoClient : IDisposable
{
    private readonly PandoClientOptions _options;
    private readonly IApiTransport _transport;

    /// <summary>
    /// Makes one. Nothing is connected yet. A CA file that cannot be read is an <see cref="IOException"/>, an
    /// <see cref="UnauthorizedAccessException"/> or a <see cref="System.Security.Cryptography.CryptographicException"/>.
    /// </summary>
    public PandoClient(PandoClientOptions options)
    {
        _options = options;
        _transport = options.Address.SocketPath is null ? new HttpsTransport(options) : new UnixTransport(options.Address, options.Time);
    }

    /// <summary>Where the pandod is.</summary>
    public PandoAddress Address => _options.Address;

    /// <inheritdoc/>
    public void Dispose() => _transport.Dispose();

    private ApiRequest Question(string target) => new("GET", target) { Limit = _options.QuestionLimit };

    private ApiRequest Change(string method, string target) =>
        new ApiRequest(method, target) { Limit = _options.ChangeLimit }
            .With(ApiHeaders.Reason, _options.Reason is null ? null : Uri.EscapeDataString(_options.Reason));

    private ApiRequest Change<T>(string method, string target, T body, JsonTypeInfo<T> type) =>
        Change(method, target).WithBody("application/json", JsonSerializer.SerializeToUtf8Bytes(body, type));

    private async Task<T> AskAsync<T>(ApiRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(request.With("Accept", "application/json"), cancellationToken);
        var body = await ReadAllAsync(response, cancellationToken);
        try
        {
            return JsonSerializer.Deserialize(body.Span, type) ?? throw NotPando("null");
        }
        catch (JsonException e)
        {
            throw NotPando(e.Message);
        }
    }

    private async Task DoAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(request, cancellationToken);
    }

    /// <summary>Sends it and answers only what is no failure.</summary>
    private async Task<ApiResponse> SendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var response = await _transport.SendAsync(request.With("Accept-Language", _options.Language), cancellationToken);
        if (response.Status is (>= 200 and < 300) or 101)
        {
            return response;
        }
        using (response)
        {
            throw await FailureAsync(response, cancellationToken);
        }
    }

    private async Task<Exception> FailureAsync(ApiResponse response, CancellationToken cancellationToken)
    {
        var status = $"HTTP {response.Status}";
        if (response.MediaType is not Problem.MediaType)
        {
            return NotPando(status);
        }
        var body = await ReadAllAsync(response, cancellationToken);
        try
        {
            return JsonSerializer.Deserialize(body.Span, PandoJson.Default.Problem) is { } problem
                ? new PandoProblemException(problem)
                : NotPando(status);
        }
        catch (JsonException)
        {
            return NotPando(status);
        }
    }

    private async Task<ReadOnlyMemory<byte>> ReadAllAsync(ApiResponse response, CancellationToken cancellationToken)
    {
        using var whole = new MemoryStream();
        await CopyBodyAsync(response, whole, cancellationToken);
        return whole.GetBuffer().AsMemory(0, (int)whole.Length);
    }

    private async Task CopyBodyAsync(ApiResponse response, Stream destination, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_options.QuestionLimit, _options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var buffer = new byte[64 * 1024];
            int count;
            while ((count = await response.Body.ReadAsync(buffer, either.Token)) > 0)
            {
                await destination.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
                limit.CancelAfter(_options.QuestionLimit);
            }
        }
        catch (Exception e) when (Broken(e))
        {
            throw new PandoUnreachableException(Address, UnreachableReason.Lost, e);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PandoUnreachableException(Address, UnreachableReason.Silent);
        }
    }

    private PandoUnreachableException NotPando(string words) => new(Address, UnreachableReason.NotPando, words: words);

    private static bool Broken(Exception failure) => failure is IOException or System.Net.Sockets.SocketException;

    private static string Query(string path, params ReadOnlySpan<(string Name, string? Value)> values)
    {
        var mark = '?';
        foreach (var (name, value) in values)
        {
            if (value is not null)
            {
                path = $"{path}{mark}{name}={Uri.EscapeDataString(value)}";
                mark = '&';
            }
        }
        return path;
    }

    private static string? Flag(bool value) => value ? "true" : null;
}
