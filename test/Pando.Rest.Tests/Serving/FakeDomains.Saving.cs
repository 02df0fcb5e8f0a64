using Pando.Domains;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Jobs;

namespace Pando.Rest.Tests.Serving;

/// <summary>Machines in files, of which there are none.</summary>
internal sealed partial class FakeDomains
{
    /// <summary>What was asked about files last.</summary>
    public List<object> SavedOrders { get; } = [];

    /// <summary>What is being done to every machine.</summary>
    public JobRecord? Job { get; set; }

    public Task<IDomainTask> SaveAsync(DomainId id, SaveOrder order, Caller by, CancellationToken cancellationToken = default) =>
        Task.FromResult(Request(id, new SaveRequest(order), by));

    public Task<IDomainTask> RestoreSavedAsync(RestoreOrder order, Caller by, CancellationToken cancellationToken = default)
    {
        SavedOrders.Add(order);
        return Failure is { } failure ? Task.FromException<IDomainTask>(failure) : Task.FromResult(Request(Machines.Values.First().Id, new StartRequest(), by));
    }

    public Task<DomainDefinition> SavedDefinitionAsync(string path, CancellationToken cancellationToken = default)
    {
        SavedOrders.Add(path);
        return Failure is { } failure ? Task.FromException<DomainDefinition>(failure) : Task.FromResult(Machines.Values.First().Definition);
    }

    public Task<DomainDefinition> ManagedSaveDefinitionAsync(DomainId id, CancellationToken cancellationToken = default) => SavedDefinitionAsync($"{id}", cancellationToken);

    public Task RedefineSavedAsync(string path, string xml, bool? running, Caller by, CancellationToken cancellationToken = default)
    {
        SavedOrders.Add((path, xml, running));
        return Failure is { } failure ? Task.FromException(failure) : Task.CompletedTask;
    }

    public Task RedefineManagedSaveAsync(DomainId id, string xml, bool? running, Caller by, CancellationToken cancellationToken = default) =>
        RedefineSavedAsync($"{id}", xml, running, by, cancellationToken);

    public JobRecord? RunningJob(DomainId id) => Job;
}
