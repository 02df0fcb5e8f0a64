using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pando.Api.Machines;
using Pando.Api.Routes;
using Pando.Api.Trash;
using Pando.Domains;
using Pando.Model.Errors;
using Pando.Networks.Addresses;
using Pando.Rest.Answers;
using Pando.Rest.Mapping;
using Pando.Rest.OpenApi;
using Pando.Rest.Requests;

namespace Pando.Rest.Endpoints;

/// <summary>Machines: list, define, look at, remove.</summary>
internal sealed class MachineEndpoints(IDomains domains, GuestAddresses addresses, Callers callers, JobAnswers answers, RestOptions options)
{
    private const string Group = "machines";

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(ApiRoutes.Machines, List)
            .About("listMachines", Group, "Every machine of this host, by name.").Answers<IReadOnlyList<MachineSummary>>();
        api.MapPost(ApiRoutes.Machines, DefineAsync)
            .About("defineMachine", Group, "Defines a machine from libvirt domain XML: a new one, or a new version.")
            .TakesXml(options).Produces<Machine>(StatusCodes.Status200OK, JsonBody.MediaType, XmlBody.MediaType)
            .Answers<Machine>(StatusCodes.Status201Created).MayAnswerJob()
            .HeedsVersion().Heeds("If-None-Match", "*: the machine must be new.");
        api.MapGet(ApiRoutes.Machine, Get)
            .About("getMachine", Group, "All that is known of a machine without asking its process.").Answers<Machine>();
        api.MapDelete(ApiRoutes.Machine, UndefineAsync)
            .About("undefineMachine", Group, "Moves a machine's definition to the trash.").Answers<TrashItem>().MayAnswerJob().HeedsVersion();
        api.MapPut(ApiRoutes.Autostart, SetAutostartAsync)
            .About("setAutostart", Group, "Sets whether a machine starts with the host.").TakesJson<AutostartRequest>().Answers<Machine>()
            .Fails(StatusCodes.Status409Conflict);
    }

    private IResult List([Query(ApiQuery.State), Description("active, inactive, or a phase.")] string? state)
    {
        var wanted = StateFilter.Of(state);
        var views = domains.List();
        var lines = new List<MachineSummary>(views.Count);
        foreach (var view in views)
        {
            if (wanted(view.State))
            {
                lines.Add(MachineMapping.Summary(view, view.Live is { } live ? AddressMapping.Brief(addresses.Lately(live.Definition.Devices.Interfaces.Items)) : null));
            }
        }
        return JsonAnswer.Of<IReadOnlyList<MachineSummary>>(lines);
    }

    private async Task<IResult> DefineAsync(
        HttpContext http,
        [Query(ApiQuery.DryRun), Description("Answers the normalised XML and changes nothing.")] bool? dryRun,
        [Query(ApiQuery.Create), Description("transient: starts the machine without storing it.")] string? create,
        [Query(ApiQuery.Paused), Description("With create=transient: stopped before its first instruction.")] bool? paused,
        [Query(ApiQuery.ResetNvram), Description("With create=transient: the firmware's variables are made anew from their template.")] bool? resetNvram)
    {
        var xml = await XmlBody.ReadAsync(http);
        if (dryRun == true)
        {
            return XmlAnswer.Of(await domains.PreviewAsync(xml, http.RequestAborted), secrets: false);
        }
        var by = await callers.OfAsync(http);
        switch (create)
        {
            case null:
                var view = await domains.DefineAsync(xml, VersionPrecondition.Of(http.Request), by, cancellationToken: http.RequestAborted);
                return view.Version == 1 ? MachineAnswer.Created(http, view) : MachineAnswer.Of(http, view);
            case ApiQuery.Transient:
                var task = await domains.CreateTransientAsync(xml, new StartRequest(paused == true) { ResetVariables = resetNvram == true }, by, http.RequestAborted);
                return await answers.OfAsync(http, task, done => MachineAnswer.Created(http, done));
            default:
                throw new CallerException(ErrorCodes.Request.Invalid, ("what", ApiQuery.Create), ("reason", create));
        }
    }

    private IResult Get(HttpContext http, string machine) => MachineAnswer.Of(http, domains.Get(machine));

    private async Task<IResult> UndefineAsync(
        HttpContext http, string machine,
        [Query(ApiQuery.Storage), Description("trash: its disks go to the trash with it.")] string? storage,
        [Query(ApiQuery.ManagedSave), Description("A managed save goes there too; without this it keeps the machine.")] bool? managedSave,
        [Query(ApiQuery.KeepNvram), Description("The firmware's variables stay where they are.")] bool? keepNvram,
        [Query(ApiQuery.KeepTpm), Description("What its TPM remembers stays where it is.")] bool? keepTpm)
    {
        if (storage is not (null or ApiQuery.TrashStorage))
        {
            throw new CallerException(ErrorCodes.Request.Invalid, ("what", ApiQuery.Storage), ("reason", storage));
        }
        var view = domains.Get(machine);
        var by = await callers.OfAsync(http);
        var request = new UndefineRequest(storage is not null, VersionPrecondition.Of(http.Request))
        {
            ManagedSave = managedSave == true,
            KeepVariables = keepNvram == true,
            KeepTpm = keepTpm == true,
        };
        var task = domains.Request(view.Id, request, by);
        return await answers.OfAsync(http, task, async done => JsonAnswer.Of(await TrashedAsync(done, http.RequestAborted)));
    }

    private async Task<TrashItem> TrashedAsync(DomainView machine, CancellationToken cancellationToken)
    {
        var trash = await domains.ListTrashAsync(cancellationToken);
        var item = trash.FirstOrDefault(item => item.Definition.Id == machine.Id.Value)
            ?? throw new CallerException(ErrorCodes.Domain.NotInTrash, ("name", machine.Name));
        return TrashMapping.Of(item, options.TrashRetention);
    }

    private async Task<IResult> SetAutostartAsync(HttpContext http, string machine)
    {
        var wish = await JsonBody.ReadAsync<AutostartRequest>(http);
        return MachineAnswer.Of(http, await domains.SetAutostartAsync(domains.Get(machine).Id, wish.Enabled, http.RequestAborted));
    }
}
