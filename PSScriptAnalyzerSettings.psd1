@{
    # Every rule, at every severity; CI fails on any finding.
    Severity     = @('Error', 'Warning', 'Information')
    ExcludeRules = @(
        # Pester's BeforeAll variables are used in other blocks, which the rule cannot see.
        'PSUseDeclaredVarsMoreThanAssignments'

        # Functions of the Pester files start sandboxes and write files of a test: nobody asks them what if.
        'PSUseShouldProcessForStateChangingFunctions'

        # Join-Path, Should and the like are read better without the names of their parameters.
        'PSAvoidUsingPositionalParameters'
    )
    Rules        = @{
        PSUseCompatibleSyntax                     = @{ Enable = $true; TargetVersions = @('7.4', '7.6') }
        PSUseConsistentIndentation                = @{ Enable = $true; IndentationSize = 4; Kind = 'space' }
        PSPlaceOpenBrace                          = @{ Enable = $true; OnSameLine = $true; NewLineAfter = $true; IgnoreOneLineBlock = $true }
        PSPlaceCloseBrace                         = @{ Enable = $true; NewLineAfter = $true; IgnoreOneLineBlock = $true }
        PSAvoidUsingDoubleQuotesForConstantString = @{ Enable = $true }
    }
}
