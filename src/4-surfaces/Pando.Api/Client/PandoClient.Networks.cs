using System.Globalization;
using Pando.Api.Json;
using Pando.Api.Machines;
using Pando.Api.Networks;
using Pando.Api.Routes;

namespace Pando.Api.Client;

/// <summary>Virtual networks.</summary>
public sealed partial class PandoClient
{
    /// <summary>All of them, by name.</summary>
    public Task<IReadOnlyList<Network>> ListNetworksAsync(CancellationToken cancellationToken = default) =>
        AskAsync(Question(ApiRoutes.NetworkList), PandoJson.Default.IReadOnlyListNetwork, cancellationToken);

    /// <summary>One, by its name or uuid.</summary>
    public Task<Network> GetNetworkAsync(string network, CancellationToken cancellationToken = default) =>
        AskAsync(Question(ApiRoutes.Fill(ApiRoutes.Network, network)), PandoJson.Default.Network, cancellationToken);

    /// <summary>Defines one, new or changed.</summary>
    public Task<Network> DefineNetworkAsync(ReadOnlyMemory<byte> xml, CancellationToken cancellationToken = default) =>
        AskAsync(Change("POST", ApiRoutes.NetworkList).WithBody(Xml, xml), PandoJson.Default.Network, cancellationToken);

    /// <summary>Starts one without storing it.</summary>
    public Task<Network> CreateNetworkAsync(ReadOnlyMemory<byte> xml, CancellationToken cancellationToken = default) =>
        AskAsync(Change("POST", Query(ApiRoutes.NetworkList, (ApiQuery.Create, ApiQuery.Transient))).WithBody(Xml, xml), PandoJson.Default.Network, cancellationToken);

    /// <summary>Its XML, with the version that a change of it names.</summary>
    public Task<string> GetNetworkXmlAsync(string network, bool inactive = false, CancellationToken cancellationToken = default) =>
        AskTextAsync(Question(Query(ApiRoutes.Fill(ApiRoutes.NetworkXml, network), (ApiQuery.Inactive, Flag(inactive)))), cancellationToken);

    /// <summary>Stores a new version of its definition.</summary>
    public Task<Network> PutNetworkXmlAsync(string network, ReadOnlyMemory<byte> xml, int? ifVersion = null, CancellationToken cancellationToken = default) =>
        AskAsync(
            Change("PUT", ApiRoutes.Fill(ApiRoutes.NetworkXml, network)).With("If-Match", Tag(ifVersion)).WithBody(Xml, xml), PandoJson.Default.Network, cancellationToken);

    /// <summary>Starts one.</summary>
    public Task<Network> StartNetworkAsync(string network, CancellationToken cancellationToken = default) =>
        AskAsync(Change("POST", ApiRoutes.Fill(ApiRoutes.NetworkStart, network)), PandoJson.Default.Network, cancellationToken);

    /// <summary>Stops one.</summary>
    public Task<Network> StopNetworkAsync(string network, CancellationToken cancellationToken = default) =>
        AskAsync(Change("POST", ApiRoutes.Fill(ApiRoutes.NetworkStop, network)), PandoJson.Default.Network, cancellationToken);

    /// <summary>Moves its definition to the trash.</summary>
    public Task UndefineNetworkAsync(string network, CancellationToken cancellationToken = default) =>
        DoAsync(Change("DELETE", ApiRoutes.Fill(ApiRoutes.Network, network)), cancellationToken);

    /// <summary>Says whether it starts with the host.</summary>
    public Task<Network> SetNetworkAutostartAsync(string network, bool enabled, CancellationToken cancellationToken = default) =>
        AskAsync(
            Change("PUT", ApiRoutes.Fill(ApiRoutes.NetworkAutostart, network), new AutostartRequest { Enabled = enabled }, PandoJson.Default.AutostartRequest),
            PandoJson.Default.Network, cancellationToken);

    /// <summary>The addresses that its server has given to guests.</summary>
    public Task<IReadOnlyList<DhcpLease>> ListNetworkLeasesAsync(string network, CancellationToken cancellationToken = default) =>
        AskAsync(Question(ApiRoutes.Fill(ApiRoutes.NetworkLeases, network)), PandoJson.Default.IReadOnlyListDhcpLease, cancellationToken);

    /// <summary>Changes one element of it, while it is active or not; the words are those of virsh's <c>net-update</c>.</summary>
    public Task<Network> UpdateNetworkAsync(
        string network, string edit, string section, ReadOnlyMemory<byte> xml, int? parent = null, string? scope = null, CancellationToken cancellationToken = default) =>
        AskAsync(
            Change("POST", Query(
                ApiRoutes.Fill(ApiRoutes.NetworkUpdate, network), (ApiQuery.Section, section), (ApiQuery.Edit, edit),
                (ApiQuery.Parent, parent?.ToString(CultureInfo.InvariantCulture)), (ApiQuery.Scope, scope))).WithBody(Xml, xml),
            PandoJson.Default.Network, cancellationToken);

    /// <summary>The ports of the host that lead to its guests.</summary>
    public Task<IReadOnlyList<PortForward>> ListPortForwardsAsync(string network, CancellationToken cancellationToken = default) =>
        AskAsync(Question(ApiRoutes.Fill(ApiRoutes.NetworkForwards, network)), PandoJson.Default.IReadOnlyListPortForward, cancellationToken);

    /// <summary>Has ports of the host lead to a guest; without a scope at once and from now on.</summary>
    public Task<IReadOnlyList<PortForward>> AddPortForwardAsync(string network, PortForward forward, string? scope = null, CancellationToken cancellationToken = default) =>
        AskAsync(
            Change("POST", Query(ApiRoutes.Fill(ApiRoutes.NetworkForwards, network), (ApiQuery.Scope, scope)), forward, PandoJson.Default.PortForward),
            PandoJson.Default.IReadOnlyListPortForward, cancellationToken);

    /// <summary>Takes that back.</summary>
    public Task<IReadOnlyList<PortForward>> RemovePortForwardAsync(
        string network, string protocol, int port, string? address = null, string? scope = null, CancellationToken cancellationToken = default) =>
        AskAsync(
            Change("DELETE", Query(
                ApiRoutes.Fill(ApiRoutes.NetworkForward, network, protocol, port.ToString(CultureInfo.InvariantCulture)), (ApiQuery.Address, address), (ApiQuery.Scope, scope))),
            PandoJson.Default.IReadOnlyListPortForward, cancellationToken);

    /// <summary>Follows the way of a running machine's packets up to the first place that they do not pass.</summary>
    public Task<IReadOnlyList<TraceHop>> TraceAsync(string machine, string? destination = null, string? device = null, CancellationToken cancellationToken = default) =>
        AskAsync(
            new Transport.ApiRequest("GET", Query(ApiRoutes.Fill(ApiRoutes.MachineTrace, machine), (ApiQuery.Destination, destination), (ApiQuery.Device, device))) { Limit = _options.ChangeLimit },
            PandoJson.Default.IReadOnlyListTraceHop, cancellationToken);
}
