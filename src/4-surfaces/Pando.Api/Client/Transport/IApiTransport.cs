namespace Pando.Api.Client.Transport;

/// <summary>Carries requests to one pandod. Failures to do so are <see cref="PandoUnreachableException"/>s.</summary>
internal interface IApiTransport : IDisposable
{
    /// <summary>Sends it and answers once the head of the answer has come.</summary>
    Task<ApiResponse> SendAsync(ApiRequest request, CancellationToken cancellationToken);
}
