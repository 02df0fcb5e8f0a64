return await Pando.Daemon.DaemonHost.RunAsync(args);
