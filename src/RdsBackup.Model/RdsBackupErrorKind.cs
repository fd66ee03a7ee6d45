namespace RdsBackup;

/// <summary>What sort of failure an error is; each maps to one PowerShell error category.</summary>
public enum RdsBackupErrorKind
{
    /// <summary>The input cannot be used as given.</summary>
    InvalidInput,

    /// <summary>What was named does not exist.</summary>
    NotFound,

    /// <summary>Something else is there already.</summary>
    AlreadyExists,

    /// <summary>Credentials are missing, wrong or expired.</summary>
    Authentication,

    /// <summary>The credentials lack a permission.</summary>
    PermissionDenied,

    /// <summary>The service did not answer, or not in time.</summary>
    Connection,

    /// <summary>The service asked to slow down for longer than was waited.</summary>
    Throttled,

    /// <summary>The data is not what it was announced to be.</summary>
    CorruptData,

    /// <summary>What was asked for cannot be done with this input, such as downloading a snapshot.</summary>
    NotSupported,

    /// <summary>The service failed in a way that names no cause.</summary>
    Service,
}
