using System.Text;
using Microsoft.AspNetCore.Http;
using Pando.Model.Domains;
using Pando.Model.Xml;
using Pando.Rest.Requests;

namespace Pando.Rest.Answers;

/// <summary>Answers with a definition as libvirt domain XML.</summary>
internal static class XmlAnswer
{
    /// <summary>The definition.</summary>
    /// <param name="definition">Which.</param>
    /// <param name="secrets">Whether passwords are in it.</param>
    /// <param name="live">Whether it is in force: with aliases and what was chosen at the start.</param>
    public static IResult Of(DomainDefinition definition, bool secrets, bool live = false) =>
        TypedResults.Text(
            DomainXml.Write(definition, new DomainXmlOptions { IncludeSecrets = secrets, Live = live, ForClients = true }),
            XmlBody.MediaType, Encoding.UTF8);
}
