using Pando.Api.Json;
using Pando.Api.Routes;
using Pando.Api.Secrets;

namespace Pando.Api.Client;

/// <summary>Secrets of the host.</summary>
public sealed partial class PandoClient
{
    /// <summary>All of them, without their values.</summary>
    public Task<IReadOnlyList<SecretFacts>> ListSecretsAsync(CancellationToken cancellationToken = default) =>
        AskAsync(Question(ApiRoutes.Secrets), PandoJson.Default.IReadOnlyListSecretFacts, cancellationToken);

    /// <summary>One, by its uuid or its use.</summary>
    public Task<SecretFacts> GetSecretAsync(string secret, CancellationToken cancellationToken = default) =>
        AskAsync(Question(ApiRoutes.Fill(ApiRoutes.Secret, secret)), PandoJson.Default.SecretFacts, cancellationToken);

    /// <summary>Defines one, new or changed.</summary>
    public Task<SecretFacts> DefineSecretAsync(ReadOnlyMemory<byte> xml, CancellationToken cancellationToken = default) =>
        AskAsync(Change("POST", ApiRoutes.Secrets).WithBody(Xml, xml), PandoJson.Default.SecretFacts, cancellationToken);

    /// <summary>Its definition as XML, without its value.</summary>
    public Task<string> GetSecretXmlAsync(string secret, CancellationToken cancellationToken = default) =>
        AskTextAsync(Question(ApiRoutes.Fill(ApiRoutes.SecretXml, secret)), cancellationToken);

    /// <summary>Its value; refused for a private one.</summary>
    public Task<SecretContent> GetSecretValueAsync(string secret, CancellationToken cancellationToken = default) =>
        AskAsync(Question(ApiRoutes.Fill(ApiRoutes.SecretValue, secret)), PandoJson.Default.SecretContent, cancellationToken);

    /// <summary>Gives it a value.</summary>
    public Task SetSecretValueAsync(string secret, SecretContent content, CancellationToken cancellationToken = default) =>
        DoAsync(Change("PUT", ApiRoutes.Fill(ApiRoutes.SecretValue, secret), content, PandoJson.Default.SecretContent), cancellationToken);

    /// <summary>Forgets it and its value.</summary>
    public Task UndefineSecretAsync(string secret, CancellationToken cancellationToken = default) =>
        DoAsync(Change("DELETE", ApiRoutes.Fill(ApiRoutes.Secret, secret)), cancellationToken);
}
