using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pando.Api.Machines;
using Pando.Api.Routes;
using Pando.Domains;
using Pando.Model.Errors;
using Pando.Rest.Answers;
using Pando.Rest.OpenApi;
using Pando.Rest.Requests;
using Wire = Pando.Api.Saving;

namespace Pando.Rest.Endpoints;

/// <summary>Machines into files and back, and what stands in such files.</summary>
internal sealed class SaveEndpoints(IDomains domains, Callers callers, JobAnswers answers, MachineAsking machines, RestOptions options)
{
    private const string Group = "saved machines";

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapPost(ApiRoutes.Save, SaveAsync)
            .About("saveMachine", Group, "Writes a machine into a file and ends it.").TakesJson<Wire.SaveRequest>(optional: true).Answers<Machine>().MayAnswerJob();
        api.MapPost(ApiRoutes.Dump, DumpAsync)
            .About("dumpMachine", Group, "Writes a machine's memory into a file for somebody to look at.").TakesJson<Wire.DumpRequest>().Answers<Machine>().MayAnswerJob();
        api.MapPost(ApiRoutes.RestoreSaved, (Delegate)RestoreAsync)
            .About("restoreSavedMachine", Group, "Brings a machine back from a file.").TakesJson<Wire.RestoreSavedRequest>().Answers<Machine>().MayAnswerJob();
        api.MapGet(ApiRoutes.SavedDefinition, GetAsync)
            .About("getSavedDefinition", Group, "The definition in a file of a saved machine.").AnswersXml()
            .Fails(StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status501NotImplemented).AsksPeer();
        api.MapPut(ApiRoutes.SavedDefinition, PutAsync)
            .About("putSavedDefinition", Group, "Replaces the definition in a file of a saved machine.").TakesXml(options).Produces(StatusCodes.Status204NoContent)
            .KeepsReason().Fails(StatusCodes.Status404NotFound, StatusCodes.Status507InsufficientStorage).AsksPeer();
        api.MapGet(ApiRoutes.ManagedSave, GetManagedAsync)
            .About("getManagedSave", Group, "The definition in a machine's managed save.").AnswersXml()
            .Fails(StatusCodes.Status409Conflict, StatusCodes.Status501NotImplemented).AsksPeer();
        api.MapPut(ApiRoutes.ManagedSave, PutManagedAsync)
            .About("putManagedSave", Group, "Replaces the definition in a machine's managed save.").TakesXml(options).Produces(StatusCodes.Status204NoContent)
            .KeepsReason().Fails(StatusCodes.Status507InsufficientStorage).AsksPeer();
        api.MapDelete(ApiRoutes.ManagedSave, DropAsync)
            .About("removeManagedSave", Group, "Drops a machine's managed save: the next start is from its disks.").Answers<Machine>().MayAnswerJob();
    }

    private async Task<IResult> SaveAsync(HttpContext http, string machine)
    {
        var asked = await JsonBody.ReadOrNoneAsync<Wire.SaveRequest>(http) ?? new Wire.SaveRequest();
        var order = new SaveOrder
        {
            Path = asked.Path,
            Compression = Compression(asked.Format),
            BypassCache = asked.BypassCache,
            Running = asked.Running,
            Xml = asked.Xml,
        };
        var by = await callers.OfAsync(http);
        var task = await domains.SaveAsync(domains.Get(machine).Id, order, by, http.RequestAborted);
        return await answers.OfAsync(http, task, view => MachineAnswer.Of(http, view));
    }

    private async Task<IResult> DumpAsync(HttpContext http, string machine)
    {
        var asked = await JsonBody.ReadAsync<Wire.DumpRequest>(http);
        var order = new DumpOrder
        {
            Path = asked.Path,
            MemoryOnly = asked.MemoryOnly,
            Format = asked.MemoryOnly ? asked.Format : null,
            Compression = asked.MemoryOnly ? SaveCompression.Raw : Compression(asked.Format),
            Live = asked.Live,
            Crash = asked.Crash,
            Reset = asked.Reset,
            BypassCache = asked.BypassCache,
        };
        return await machines.AskAsync(http, machine, new DumpRequest(order));
    }

    private async Task<IResult> RestoreAsync(HttpContext http)
    {
        var asked = await JsonBody.ReadAsync<Wire.RestoreSavedRequest>(http);
        var order = new RestoreOrder
        {
            Path = asked.Path,
            Running = asked.Running,
            BypassCache = asked.BypassCache,
            Force = asked.Force,
            Xml = asked.Xml,
            ResetVariables = asked.ResetNvram,
        };
        var by = await callers.OfAsync(http);
        var task = await domains.RestoreSavedAsync(order, by, http.RequestAborted);
        return await answers.OfAsync(http, task, view => MachineAnswer.Of(http, view));
    }

    private static async Task<IResult> XmlAsync(HttpContext http, Task<Model.Domains.DomainDefinition> definition, bool? secrets)
    {
        http.Response.Headers.CacheControl = "no-store";
        return XmlAnswer.Of(await definition, secrets == true);
    }

    private Task<IResult> GetAsync(
        HttpContext http, [Query(ApiQuery.Path), Description("The file.")] string? path, [Query(ApiQuery.Secrets), Description("With passwords.")] bool? secrets) =>
        XmlAsync(http, domains.SavedDefinitionAsync(Required(path), http.RequestAborted), secrets);

    private async Task<IResult> PutAsync(
        HttpContext http, [Query(ApiQuery.Path), Description("The file.")] string? path,
        [Query(ApiQuery.Running), Description("Whether the guest runs when it is restored.")] bool? running)
    {
        var xml = await XmlBody.ReadAsync(http);
        await domains.RedefineSavedAsync(Required(path), xml, running, await callers.OfAsync(http), http.RequestAborted);
        return TypedResults.NoContent();
    }

    private Task<IResult> GetManagedAsync(HttpContext http, string machine, [Query(ApiQuery.Secrets), Description("With passwords.")] bool? secrets) =>
        XmlAsync(http, domains.ManagedSaveDefinitionAsync(domains.Get(machine).Id, http.RequestAborted), secrets);

    private async Task<IResult> PutManagedAsync(
        HttpContext http, string machine, [Query(ApiQuery.Running), Description("Whether the guest runs when it is started.")] bool? running)
    {
        var xml = await XmlBody.ReadAsync(http);
        await domains.RedefineManagedSaveAsync(domains.Get(machine).Id, xml, running, await callers.OfAsync(http), http.RequestAborted);
        return TypedResults.NoContent();
    }

    private Task<IResult> DropAsync(HttpContext http, string machine) => machines.AskAsync(http, machine, new DropSaveRequest());

    private static string Required(string? path) =>
        path ?? throw new CallerException(ErrorCodes.Request.Invalid, ("what", ApiQuery.Path), ("reason", "/…"));

    private static SaveCompression Compression(string? word) => word switch
    {
        null or "raw" => SaveCompression.Raw,
        "gzip" => SaveCompression.Gzip,
        "bzip2" => SaveCompression.Bzip2,
        "xz" => SaveCompression.Xz,
        "lzop" => SaveCompression.Lzop,
        "zstd" => SaveCompression.Zstd,
        _ => throw new CallerException(ErrorCodes.Request.Invalid, ("what", ApiQuery.Format), ("reason", "raw, gzip, bzip2, xz, lzop, zstd")),
    };
}
