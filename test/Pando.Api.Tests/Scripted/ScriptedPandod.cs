using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Pando.Api.Client;
using Pando.Api.Json;
using Pando.Api.Problems;

namespace Pando.Api.Tests.Scripted;

/// <summary>
/// A pandod that answers what a test told it, over a real server: on a unix socket, and with https where an authority is given.
/// What nothing was told of is answered with a problem <c>request.unknown-resource</c>.
/// </summary>
public sealed class ScriptedPandod : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, RequestDelegate> _answers = new(StringComparer.Ordinal);

    private ScriptedPandod(WebApplication app, string socketPath)
    {
        _app = app;
        SocketPath = socketPath;
        app.UseWebSockets();
        app.Run(AnswerAsync);
    }

    public string SocketPath { get; }

    public PandoAddress Address => PandoAddress.Unix(SocketPath);

    public PandoAddress HttpsAddress { get; private set; } = null!;

    public ConcurrentQueue<ReceivedRequest> Requests { get; } = new();

    public static async Task<ScriptedPandod> StartAsync(string socketPath, TestAuthority? authority = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.ListenUnixSocket(socketPath);
            if (authority is not null)
            {
                kestrel.Listen(IPAddress.Loopback, 0, listen =>
                {
                    listen.Protocols = HttpProtocols.Http1;
                    listen.UseHttps(authority.Server);
                });
            }
        });
        if (authority is not null)
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
        }
        var pandod = new ScriptedPandod(builder.Build(), socketPath);
        await pandod._app.StartAsync();
        if (authority is not null)
        {
            var port = pandod._app.Urls.Select(url => new Uri(url.Replace("unix:", "http://", StringComparison.Ordinal))).First(url => url.Scheme == "https").Port;
            pandod.HttpsAddress = PandoAddress.Parse($"https://localhost:{port}");
        }
        return pandod;
    }

    /// <summary>Answers a request in any way. The target is the path; the query isn't looked at.</summary>
    public ScriptedPandod On(string method, string path, RequestDelegate answer)
    {
        _answers[$"{method} {path}"] = answer;
        return this;
    }

    /// <summary>Answers it with JSON.</summary>
    public ScriptedPandod On<T>(string method, string path, T body, int status = 200) => On(method, path, context => Json(context, body, status));

    /// <summary>Answers it with a problem.</summary>
    public ScriptedPandod Refuse(string method, string path, Problem problem) =>
        On(method, path, context => Refuse(context, problem));

    public static Task Json<T>(HttpContext context, T body, int status = 200)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, (JsonTypeInfo<T>)PandoJson.Default.GetTypeInfo(typeof(T))!);
        return context.Response.Body.WriteAsync(bytes).AsTask();
    }

    public static Task Refuse(HttpContext context, Problem problem)
    {
        context.Response.StatusCode = problem.Status ?? 500;
        context.Response.ContentType = Problem.MediaType;
        return context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(problem, PandoJson.Default.Problem)).AsTask();
    }

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _app.StopAsync(limit.Token);
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var key = $"{context.Request.Method} {target.Split('?')[0]}";
        // An answer that wants the body for itself reads it; the others have it recorded.
        var body = new MemoryStream();
        if (!context.WebSockets.IsWebSocketRequest && context.Request.ContentType != "application/octet-stream")
        {
            await context.Request.Body.CopyToAsync(body);
        }
        var headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        Requests.Enqueue(new ReceivedRequest(context.Request.Method, target, headers, body.ToArray()));
        if (_answers.TryGetValue(key, out var answer))
        {
            await answer(context);
        }
        else
        {
            await Refuse(context, new Problem
            {
                Code = "request.unknown-resource",
                Kind = ProblemKind.NotFound,
                Status = 404,
                Detail = $"There is nothing at {target}.",
            });
        }
    }
}
