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
    /// <param name="live">What is in force, where the definition is that: it is written with aliases, what was chosen at the start, and its images' numbers.</param>
    public static IResult Of(DomainDefinition definition, bool secrets, LiveDomain? live = null) =>
        TypedResults.Text(
            DomainXml.Write(definition, new DomainXmlOptions { IncludeSecrets = secrets, Live = live is not null, ForClients = true, Images = live?.Images ?? default }),
            XmlBody.MediaType, Encoding.UTF8);
}
