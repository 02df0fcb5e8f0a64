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

namespace Pando.Rest.Endpoints;

/// <summary>What people and programs keep with a machine: its title, its description, metadata.</summary>
internal sealed class NoteEndpoints(MachineAsking machines)
{
    private const string Group = "machines";
    private const string ScopeWords = "current (the default), live, config, or live,config.";

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapPut(ApiRoutes.Description, DescribeAsync)
            .About("describeMachine", Group, "Changes a machine's title or its description.")
            .TakesJson<DescriptionRequest>().Answers<Machine>().MayAnswerJob().HeedsVersion();
        api.MapPut(ApiRoutes.Metadata, SetMetadataAsync)
            .About("setMetadata", Group, "Changes what a program keeps with a machine under its namespace.")
            .TakesJson<MetadataRequest>().Answers<Machine>().MayAnswerJob().HeedsVersion();
    }

    private async Task<IResult> DescribeAsync(HttpContext http, string machine, [Query(ApiQuery.Scope), Description(ScopeWords)] string? scope)
    {
        var wish = await JsonBody.ReadAsync<DescriptionRequest>(http);
        NoteChange change = (wish.Title, wish.Description) switch
        {
            ({ } title, null) => new NoteChange.Title(Text(title)),
            (null, { } description) => new NoteChange.Description(Text(description)),
            _ => throw Invalid("title, description"),
        };
        return await machines.ChangeAsync(http, machine, new NoteRequest(change, ChangeScopes.Of(scope)));
    }

    private async Task<IResult> SetMetadataAsync(HttpContext http, string machine, [Query(ApiQuery.Scope), Description(ScopeWords)] string? scope)
    {
        var wish = await JsonBody.ReadAsync<MetadataRequest>(http);
        if (wish.Uri.Length == 0 || (wish.Xml is not null && !IsPrefix(wish.Key)))
        {
            throw Invalid(wish.Uri.Length == 0 ? "uri" : "key");
        }
        return await machines.ChangeAsync(http, machine, new NoteRequest(new NoteChange.Metadata(wish.Uri, wish.Key ?? "", wish.Xml), ChangeScopes.Of(scope)));
    }

    private static string? Text(string given) => given.Length == 0 ? null : given;

    private static bool IsPrefix(string? key)
    {
        try
        {
            return key is not null && System.Xml.XmlConvert.VerifyNCName(key) is not "xmlns" and not "xml";
        }
        catch (Exception e) when (e is System.Xml.XmlException or ArgumentException)
        {
            return false;
        }
    }

    private static CallerException Invalid(string what) => new(ErrorCodes.Request.Invalid, ("what", what), ("reason", "-"));
}
