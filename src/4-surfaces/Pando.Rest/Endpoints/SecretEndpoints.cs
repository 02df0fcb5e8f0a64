using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Pando.Api.Routes;
using Pando.Api.Secrets;
using Pando.Model.Xml.Secrets;
using Pando.Rest.Answers;
using Pando.Rest.Mapping;
using Pando.Rest.OpenApi;
using Pando.Rest.Requests;
using Pando.Secrets;

namespace Pando.Rest.Endpoints;

/// <summary>The secrets of the host.</summary>
internal sealed class SecretEndpoints(SecretStore secrets, RestOptions options)
{
    private const string Group = "secrets";

    public void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(ApiRoutes.Secrets, (Delegate)List)
            .About("listSecrets", Group, "The secrets of the host, without their values.").Answers<IReadOnlyList<SecretFacts>>();
        api.MapPost(ApiRoutes.Secrets, (Delegate)DefineAsync)
            .About("defineSecret", Group, "Defines a secret from libvirt's secret XML, new or changed.").TakesXml(options).Answers<SecretFacts>();
        api.MapGet(ApiRoutes.Secret, Get)
            .About("getSecret", Group, "A secret, by its uuid or its use, without its value.").Answers<SecretFacts>();
        api.MapDelete(ApiRoutes.Secret, UndefineAsync)
            .About("undefineSecret", Group, "Forgets a secret and its value.").Produces(StatusCodes.Status204NoContent);
        api.MapGet(ApiRoutes.SecretXml, GetXml)
            .About("getSecretXml", Group, "The definition as libvirt's secret XML.").AnswersXml();
        api.MapGet(ApiRoutes.SecretValue, GetValue)
            .About("getSecretValue", Group, "The value of a secret that is not private.").Answers<SecretContent>()
            .Fails(StatusCodes.Status409Conflict);
        api.MapPut(ApiRoutes.SecretValue, SetValueAsync)
            .About("setSecretValue", Group, "Gives a secret a value.").TakesJson<SecretContent>().Produces(StatusCodes.Status204NoContent);
    }

    private IResult List() => JsonAnswer.Of<IReadOnlyList<SecretFacts>>([.. secrets.List().Select(SecretMapping.Of)]);

    private async Task<IResult> DefineAsync(HttpContext http) =>
        JsonAnswer.Of(SecretMapping.Of(await secrets.DefineAsync(await XmlBody.ReadAsync(http), http.RequestAborted)));

    private IResult Get(string secret) => JsonAnswer.Of(SecretMapping.Of(secrets.Get(Named(secret))));

    private async Task<IResult> UndefineAsync(HttpContext http, string secret)
    {
        await secrets.UndefineAsync(Named(secret), http.RequestAborted);
        return TypedResults.NoContent();
    }

    private IResult GetXml(string secret) =>
        TypedResults.Text(SecretDefinitionXml.Write(secrets.Get(Named(secret)).Definition), XmlBody.MediaType, Encoding.UTF8);

    private IResult GetValue(HttpContext http, string secret)
    {
        http.Response.Headers.CacheControl = "no-store";
        return JsonAnswer.Of(new SecretContent { Value = secrets.GetValue(Named(secret)) });
    }

    private async Task<IResult> SetValueAsync(HttpContext http, string secret)
    {
        var content = await JsonBody.ReadAsync<SecretContent>(http);
        try
        {
            await secrets.SetValueAsync(Named(secret), content.Value, http.RequestAborted);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content.Value);
        }
        return TypedResults.NoContent();
    }

    /// <summary>A use may be a path, whose slashes a route leaves as they were written.</summary>
    private static string Named(string secret) => secret.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
