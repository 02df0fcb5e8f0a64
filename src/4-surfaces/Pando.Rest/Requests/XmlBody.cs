using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Pando.Model.Errors;

namespace Pando.Rest.Requests;

/// <summary>A definition as a request's body.</summary>
internal static class XmlBody
{
    /// <summary>What it may be called.</summary>
    public const string MediaType = "application/xml";

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads it whole; the endpoint's <see cref="BodyLimit"/> bounds it.</summary>
    public static async Task<string> ReadAsync(HttpContext http)
    {
        DemandUtf8(http.Request);
        using var text = new StreamReader(http.Request.Body, Strict, detectEncodingFromByteOrderMarks: true, leaveOpen: true);
        try
        {
            return await text.ReadToEndAsync(http.RequestAborted);
        }
        catch (DecoderFallbackException failure)
        {
            throw new CallerException(ErrorCodes.Request.Invalid, failure, ("what", MediaType), ("reason", "UTF-8"));
        }
    }

    private static void DemandUtf8(HttpRequest request)
    {
        if (MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.Charset is { HasValue: true } charset
            && !HeaderUtilities.RemoveQuotes(charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        {
            throw new CallerException(ErrorCodes.Request.MediaType, ("type", request.ContentType!), ("wanted", $"{MediaType}; charset=utf-8"));
        }
    }
}
