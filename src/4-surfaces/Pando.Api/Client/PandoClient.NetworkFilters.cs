using Pando.Api.Json;
using Pando.Api.Networks;
using Pando.Api.Routes;

namespace Pando.Api.Client;

/// <summary>Network filters.</summary>
public sealed partial class PandoClient
{
    /// <summary>All of them, by name.</summary>
    public Task<IReadOnlyList<NetworkFilter>> ListNetworkFiltersAsync(CancellationToken cancellationToken = default) =>
        AskAsync(Question(ApiRoutes.NetworkFilterList), PandoJson.Default.IReadOnlyListNetworkFilter, cancellationToken);

    /// <summary>One, by its name or uuid.</summary>
    public Task<NetworkFilter> GetNetworkFilterAsync(string filter, CancellationToken cancellationToken = default) =>
        AskAsync(Question(ApiRoutes.Fill(ApiRoutes.NetworkFilter, filter)), PandoJson.Default.NetworkFilter, cancellationToken);

    /// <summary>Defines one, new or changed.</summary>
    public Task<NetworkFilter> DefineNetworkFilterAsync(ReadOnlyMemory<byte> xml, CancellationToken cancellationToken = default) =>
        AskAsync(Change("POST", ApiRoutes.NetworkFilterList).WithBody(Xml, xml), PandoJson.Default.NetworkFilter, cancellationToken);

    /// <summary>Its XML.</summary>
    public Task<string> GetNetworkFilterXmlAsync(string filter, CancellationToken cancellationToken = default) =>
        AskTextAsync(Question(ApiRoutes.Fill(ApiRoutes.NetworkFilterXml, filter)), cancellationToken);

    /// <summary>Stores a new version of its definition.</summary>
    public Task<NetworkFilter> PutNetworkFilterXmlAsync(string filter, ReadOnlyMemory<byte> xml, int? ifVersion = null, CancellationToken cancellationToken = default) =>
        AskAsync(
            Change("PUT", ApiRoutes.Fill(ApiRoutes.NetworkFilterXml, filter)).With("If-Match", Tag(ifVersion)).WithBody(Xml, xml), PandoJson.Default.NetworkFilter,
            cancellationToken);

    /// <summary>Moves its definition to the trash.</summary>
    public Task UndefineNetworkFilterAsync(string filter, CancellationToken cancellationToken = default) =>
        DoAsync(Change("DELETE", ApiRoutes.Fill(ApiRoutes.NetworkFilter, filter)), cancellationToken);

    /// <summary>The devices of the host that stand behind filters, by name.</summary>
    public Task<IReadOnlyList<FilterBinding>> ListFilterBindingsAsync(CancellationToken cancellationToken = default) =>
        AskAsync(Question(ApiRoutes.FilterBindings), PandoJson.Default.IReadOnlyListFilterBinding, cancellationToken);

    /// <summary>The XML of one of them.</summary>
    public Task<string> GetFilterBindingXmlAsync(string port, CancellationToken cancellationToken = default) =>
        AskTextAsync(Question(ApiRoutes.Fill(ApiRoutes.FilterBindingXml, port)), cancellationToken);

    /// <summary>Puts a device behind a filter.</summary>
    public Task<FilterBinding> CreateFilterBindingAsync(ReadOnlyMemory<byte> xml, CancellationToken cancellationToken = default) =>
        AskAsync(Change("POST", ApiRoutes.FilterBindings).WithBody(Xml, xml), PandoJson.Default.FilterBinding, cancellationToken);

    /// <summary>Takes a device out from behind its filter.</summary>
    public Task DeleteFilterBindingAsync(string port, CancellationToken cancellationToken = default) =>
        DoAsync(Change("DELETE", ApiRoutes.Fill(ApiRoutes.FilterBinding, port)), cancellationToken);
}
