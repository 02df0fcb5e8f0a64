using Pando.Api.Host;
using Pando.Api.Json;
using Pando.Api.Routes;

namespace Pando.Api.Client;

/// <summary>The host's own network.</summary>
public sealed partial class PandoClient
{
    /// <summary>Its devices, and the change that waits to be confirmed.</summary>
    public Task<HostNetwork> GetHostNetworkAsync(CancellationToken cancellationToken = default) =>
        AskAsync(Question(ApiRoutes.HostNetwork), PandoJson.Default.HostNetwork, cancellationToken);

    /// <summary>Makes a change, which is taken back unless it is confirmed in time.</summary>
    public Task<HostNetworkPending> ChangeHostNetworkAsync(HostNetworkChangeRequest change, CancellationToken cancellationToken = default) =>
        AskAsync(Change("POST", ApiRoutes.HostNetworkChanges, change, PandoJson.Default.HostNetworkChangeRequest), PandoJson.Default.HostNetworkPending, cancellationToken);

    /// <summary>Confirms it: it is written for good.</summary>
    public Task<HostNetworkPending> ConfirmHostNetworkAsync(CancellationToken cancellationToken = default) =>
        AskAsync(Change("POST", ApiRoutes.HostNetworkConfirm), PandoJson.Default.HostNetworkPending, cancellationToken);

    /// <summary>Takes it back now.</summary>
    public Task<HostNetworkPending> RevertHostNetworkAsync(CancellationToken cancellationToken = default) =>
        AskAsync(Change("POST", ApiRoutes.HostNetworkRevert), PandoJson.Default.HostNetworkPending, cancellationToken);
}
