using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Pando.Api.Client.Transport;

/// <summary>HTTP/1.1 over TLS, by the framework's client.</summary>
internal sealed class HttpsTransport : IApiTransport
{
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(10);
    private readonly PandoAddress _address;
    private readonly TimeProvider _time;
    private readonly string? _token;
    private readonly HttpMessageInvoker _invoker;

    public HttpsTransport(PandoClientOptions options)
    {
        _address = options.Address;
        _time = options.Time;
        _token = options.Token;
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = ConnectLimit,
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = Trusting(options.CaFile) },
        };
        _invoker = new HttpMessageInvoker(handler);
    }

    public void Dispose() => _invoker.Dispose();

    public async Task<ApiResponse> SendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(request.Limit, _time);
        using var message = Message(request, () => limit.CancelAfter(request.Limit));
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var response = await _invoker.SendAsync(message, either.Token);
            var body = await response.Content.ReadAsStreamAsync(either.Token);
            return new ApiResponse((int)response.StatusCode, name => Header(response, name), body, response);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PandoUnreachableException(_address, UnreachableReason.Silent);
        }
        catch (HttpRequestException e)
        {
            throw new PandoUnreachableException(_address, ReasonOf(e), e, Words(e));
        }
    }

    private HttpRequestMessage Message(ApiRequest request, Action onProgress)
    {
        var message = new HttpRequestMessage(new HttpMethod(request.Method), new Uri(_address.Server!, request.Target))
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        foreach (var (name, value) in request.Headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }
        if (_token is not null)
        {
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        }
        if (request.Body is not null)
        {
            message.Content = new StreamContent(new WatchedStream(request.Body, _ => onProgress()));
            message.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(request.ContentType!);
            message.Content.Headers.ContentLength = request.BodyLength;
        }
        return message;
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var values) || response.Content.Headers.NonValidated.TryGetValues(name, out values)
            ? values.ToString()
            : null;

    private static X509ChainPolicy? Trusting(string? caFile)
    {
        if (caFile is null)
        {
            return null;
        }
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(caFile);
        return policy.CustomTrustStore.Count > 0 ? policy : throw new CryptographicException("There is no certificate in it.");
    }

    private static UnreachableReason ReasonOf(HttpRequestException failure) => failure.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => UnreachableReason.UnknownHost,
        HttpRequestError.SecureConnectionError => UnreachableReason.Untrusted,
        HttpRequestError.ConnectionError when failure.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused } => UnreachableReason.Refused,
        HttpRequestError.ConnectionError when failure.InnerException is SocketException { SocketErrorCode: SocketError.TimedOut } => UnreachableReason.Silent,
        HttpRequestError.ResponseEnded => UnreachableReason.Lost,
        HttpRequestError.InvalidResponse => UnreachableReason.NotPando,
        _ => failure.InnerException is IOException ? UnreachableReason.Lost : UnreachableReason.Other,
    };

    /// <summary>The innermost message says what happened; the ones around it only that something did.</summary>
    private static string Words(HttpRequestException failure) =>
        failure.InnerException is AuthenticationException or SocketException ? failure.InnerException.Message : failure.Message;
}
